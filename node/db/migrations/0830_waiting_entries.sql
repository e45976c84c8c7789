-- Since when an entry waits for what it speaks of: after a month it is forgotten.
alter table waiting_entries add column since timestamptz not null default now();
create index waiting_entries_since on waiting_entries (since);
