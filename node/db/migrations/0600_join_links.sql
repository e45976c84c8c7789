-- Whose invitation a join link is, and since when: it replaces approval, so it must be known who gave it.
alter table communities add join_code_by uuid references actors;
alter table communities add join_code_made timestamptz;
update communities c set join_code_made = c.created, join_code_by = (
  select m.actor_id from memberships m where m.community_id = c.id and m.state = 'active' and m.role <> 'member'
  order by m.decided, m.id limit 1)
where c.join_code is not null;
