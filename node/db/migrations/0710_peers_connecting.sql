-- What a connection was before it was blocked, so that the end of the block gives back that and nothing more.
alter table peers add column blocked_from text
  check (blocked_from in ('known', 'asked', 'knocking', 'accepted', 'refused', 'paused'));

-- When the directory that is held was made, by the node that made it: an older copy never replaces a newer one.
alter table peers add column directory_made timestamptz;

-- Fingerprints of another form than docs/federation/connecting.md says; they are read anew with the next request.
update peers set key_fingerprint = null;
