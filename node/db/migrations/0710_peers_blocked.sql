-- What a connection was before it was blocked, so that the end of the block gives back that and nothing more.
alter table peers add column blocked_from text
  check (blocked_from in ('known', 'asked', 'knocking', 'accepted', 'refused', 'paused'));
