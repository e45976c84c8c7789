-- Keys that people make for programs of their own: hash only, scoped, and always with an end.
create table api_tokens (
  id uuid primary key default uuidv7(),
  account_id uuid not null references accounts on delete cascade,
  hash bytea not null unique,
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  created timestamptz not null,
  expires timestamptz not null,
  last_used timestamptz,
  revoked timestamptz
);
create index api_tokens_account on api_tokens (account_id) where revoked is null;
