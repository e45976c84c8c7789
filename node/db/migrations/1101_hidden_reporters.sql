-- Who of another node reported something in a hidden community here: their node is told that it was decided, and nothing else.
alter table reports add column reporter_actor_id uuid references actors on delete set null;
create index reports_reporter_actor on reports (reporter_actor_id, created desc) where reporter_actor_id is not null;
