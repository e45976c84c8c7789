-- Appeals in communities elsewhere that facilitators of this node decide: when the Group passed it on to them, and what they
-- decided while that is on its way there.
alter table appeals add column passed_on timestamptz;
alter table appeals add column sent timestamptz;
alter table appeals add column sent_state text check (sent_state in ('restored', 'upheld'));
