-- A deletion whose post never came is remembered at the community's home too, and stands in no log: what a community
-- holds, as others compare it, does not have it.
alter table tombstones add column logged boolean not null default true;
