-- A node that does not obey removals, or says that it did and did not, gets nothing more of closed communities (G15).

-- Since when it has lost them, `holds_closed` being taken from it, and why: it has not confirmed a removal for seven days, or
-- still showed what it had confirmed. Both null again once an administrator chose, or a silent one obeyed.
alter table peers add column closed_lost timestamptz;
alter table peers add column closed_lost_why text check (closed_lost_why in ('silent', 'lied'));

-- How often, and when last, the node was asked what it shows of what it confirmed; and when that was found to be a lie.
alter table removal_receipts add column probes smallint not null default 0;
alter table removal_receipts add column probed timestamptz;
alter table removal_receipts add column lied timestamptz;
create index removal_receipts_probes on removal_receipts (confirmed) where confirmed is not null and lied is null and probes < 2;
