-- Processes of this node and when each was last at work, so that a page can say that the background stands still.
create table processes (
  name text primary key,
  role text not null check (role in ('all', 'web', 'worker')),
  started timestamptz not null,
  seen timestamptz not null
);

-- What the doctor found and since when; a row goes when it is found no more.
create table findings (
  code text not null,
  about text not null,
  since timestamptz not null,
  primary key (code, about)
);

-- When a round last went well.
alter table job_schedules add column done timestamptz;
