-- What facilitators decide about a member: posting paused, since and until when (null: until it is lifted), also while the
-- person has left meanwhile; and that a membership was ended by them, so that coming back is asked for.
alter table memberships add paused timestamptz;
alter table memberships add paused_until timestamptz;
alter table memberships add removed timestamptz;
create index memberships_paused on memberships (paused_until) where paused_until is not null;
