-- A delivery that fails while others of its lane get through waits by itself: until when, when it was tried last, and
-- how often others were delivered between two of its tries.
alter table deliveries
  add column later timestamptz,
  add column tried timestamptz,
  add column trouble int not null default 0;
