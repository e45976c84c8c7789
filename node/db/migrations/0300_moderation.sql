-- Reports on several nodes: one Flag may name several posts, and a decision may be on its way to a community elsewhere.

alter table reports drop constraint reports_iri_key;
alter table reports add constraint reports_flag unique (iri, post_iri);

-- Whether the administrators of this node are concerned (profile F-02, F-03); facilitators here always are.
alter table reports add column for_administrators boolean not null default true;
-- When a facilitator's decision here was sent to the community's home, which alone closes the report.
alter table reports add column sent timestamptz;

create index reports_open on reports (community_id, created) where state = 'open';
create index reports_post on reports (post_iri);
create index reports_reporter on reports (reporter_account_id, created) where reporter_account_id is not null;
