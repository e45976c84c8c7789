-- A node that said that it erased its copies is asked later whether it still holds them (G15).
alter table erasures add column probes smallint not null default 0;
alter table erasures add column probed timestamptz;
-- When that was found to be a lie.
alter table erasures add column lied timestamptz;
create index erasures_probes on erasures (erased) where erased is not null and lied is null and probes < 2;
