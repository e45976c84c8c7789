-- A community's word to a member here that they are one, kept as it came: where the community's node was restored and forgot
-- it, it is presented again (profile B.6, B-16). `epoch`: under which the community last agreed that they are a member.
create table grant_proofs (
  membership_id uuid primary key references memberships on delete cascade,
  accept bytea not null,
  epoch text not null,
  presented timestamptz
);
-- When somebody elsewhere came back with such a word into a community of this node, for its facilitators to look at.
alter table memberships add column returned timestamptz;
