-- When a peer was last asked what program it runs: which form of a community's announcements it understands (profile E.5).
alter table peers add column software_asked timestamptz;
