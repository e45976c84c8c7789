-- What a community removed before it came here is remembered for that community: another one that names the same id
-- neither uses it up nor takes its place.
alter table tombstones alter column community_id set not null;
alter table tombstones drop constraint tombstones_pkey;
alter table tombstones add primary key (iri, community_id);
