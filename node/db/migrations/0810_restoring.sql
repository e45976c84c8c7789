-- Times at which this node was brought back to an earlier state, by a restore or unseen, and how far it is with asking the
-- other nodes for what it forgot.
create table restorations (
  id uuid primary key default uuidv7(),
  noticed timestamptz not null,
  -- the state it was brought back to, where that is known
  made timestamptz,
  how text not null check (how in ('restored', 'noticed')),
  -- when every community here had got a new epoch; until then it relays nothing
  renewed timestamptz,
  finished timestamptz
);
