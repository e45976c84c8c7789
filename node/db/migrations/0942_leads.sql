-- The one lead of a community, whom people who are no members write to; null: whoever has facilitated it longest.
alter table communities add lead_id uuid references actors;

-- What was written to a lead. On the lead's own node `lead_id` says who reads it; elsewhere it is kept until it is sent.
create table lead_letters (
  id uuid primary key default uuidv7(),
  -- of the activity it came in; null for one written and read on this node
  iri text unique,
  community_id uuid not null references communities,
  writer_id uuid not null references actors,
  lead_id uuid references actors,
  words text not null,
  -- an e-mail address, where the writer chose to give theirs
  reply_to text not null default '',
  created timestamptz not null
);
create index lead_letters_writer on lead_letters (writer_id, created);
create index lead_letters_lead on lead_letters (lead_id, created) where lead_id is not null;
alter table lead_letters enable row level security;
create policy readers on lead_letters using ((select viewer_is_node()) or lead_id = (select viewer_person())) with check (true);
