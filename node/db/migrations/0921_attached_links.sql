-- What is attached to a post that came from elsewhere: shown as a link with its host, not fetched.
create table attached_links (
  post_id uuid not null references posts (id) on delete cascade,
  place int not null,
  href text not null,
  name text not null,
  media_type text,
  bytes bigint,
  -- As it came (multibase of the multihash of the bytes), for who fetches it one day.
  digest text,
  primary key (post_id, place)
);

-- Seen with the post (0900).
alter table attached_links enable row level security;
create policy readers on attached_links using (
  (select viewer_is_node()) or exists (select 1 from posts p where p.id = post_id)) with check (true);
