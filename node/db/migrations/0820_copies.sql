-- Inboxes at software of another make that were sent a post written here, by its community or by its author's node: what
-- its author changes or deletes is told to each of them.
create table post_copies (
  post_id uuid not null references posts on delete cascade,
  inbox text not null,
  primary key (post_id, inbox)
);

-- Some programs give keys addresses of their own, which do not say whose they are.
create index actors_public_keys on actors using gin (public_keys jsonb_path_ops) where peer_id is not null;
