-- When the facilitators elsewhere had said nothing for seven days, and the administrators were told that they decide.
alter table appeals add column lapsed timestamptz;
create index appeals_waiting on appeals (created) where state = 'open' and lapsed is null;
