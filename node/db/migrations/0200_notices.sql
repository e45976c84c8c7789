-- Telling people: what a consumer of the record could not take in, and what digests choose from.

-- A change that a consumer of the record fails on: tried again, then set aside so that the others go on.
create table consumer_failures (
  consumer text not null,
  change_id uuid not null,
  attempts int not null,
  due timestamptz not null,
  error text not null,
  set_aside timestamptz,
  primary key (consumer, change_id)
);

-- Topics and questions in the order in which this node learnt of them; digests list what they have not told of.
create table news (
  post_id uuid primary key references posts on delete cascade,
  community_id uuid not null references communities,
  told timestamptz not null
);
create index news_community on news (community_id, told);

-- Discussions a person wants no mail about.
create table muted_threads (
  account_id uuid not null references accounts on delete cascade,
  root_id uuid not null references posts on delete cascade,
  muted timestamptz not null,
  primary key (account_id, root_id)
);

-- The discussion a notice is about, so that opening it marks everything said about it read.
alter table notices add column root_id uuid references posts on delete cascade;
create index notices_thread on notices (account_id, root_id) where read is null;

-- Jobs that come round; when each is next due by this node's clock.
create table job_schedules (
  name text primary key,
  every_seconds int not null check (every_seconds > 0),
  next timestamptz not null
);

alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind in
  ('reply', 'mention', 'accepted', 'request', 'decided', 'declined', 'removed', 'report', 'report-closed', 'new-post',
   'late-letter', 'peer', 'role', 'held', 'employer'));
