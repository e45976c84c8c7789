-- Replies by the post they answer: told in their order when that post comes after them.
create index posts_parent on posts (parent_id) where parent_id is not null;

-- Entries that were set aside are tried again, each time later: how often they were, and when.
alter table entries_set_aside add column times int not null default 1;
alter table entries_set_aside add column again timestamptz not null default now();
