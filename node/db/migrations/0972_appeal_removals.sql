-- Who removed the post, when and why stands in the appeal itself: administrators decide about closed communities, whose log
-- and posts PostgreSQL shows to members alone.
alter table appeals add column removed_by uuid references actors;
alter table appeals add column removed_at timestamptz;
alter table appeals add column removed_for text not null default '';
update appeals ap set removed_by = m.actor_id, removed_at = m.happened, removed_for = m.reason
from moderation_acts m where m.activity_iri = ap.removal_iri and m.community_id = ap.community_id;
