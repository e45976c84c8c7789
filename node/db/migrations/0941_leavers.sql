-- A key may switch leavers off, and do nothing else: for the program of a personnel department, made by an administrator.
-- readable from 0850
alter table api_tokens drop constraint api_tokens_scopes_check;
alter table api_tokens add constraint api_tokens_scopes_check
  check (scopes <@ array['read', 'write', 'leavers'] and cardinality(scopes) > 0);

-- Which kinds of notices there are stands in node/notifications/types.ts, which every writer is checked against.
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check check (kind ~ '^[a-z-]{1,40}$');
