-- Search: derived data only, rebuilt from the other tables at any time. Forward only; never edited once landed.
-- `search/` owns these tables. All of its writes are plain inserts, updates and deletes: the application role alters nothing.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

create text search configuration cop_en (copy = english);
alter text search configuration cop_en
  alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part with unaccent, english_stem;
alter text search configuration cop_en alter mapping for numword, numhword, hword_numpart with unaccent, simple;

-- Names of people, and words as they are written: no stemming.
create text search configuration cop_cy (copy = simple);
alter text search configuration cop_cy
  alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part, numword, numhword, hword_numpart
  with unaccent, simple;

-- One row. `live` is the generation that is read; `building` the one a rebuild fills; `round` counts rebuilds.
create table search_state (
  one boolean primary key default true check (one),
  live smallint not null default 0,
  building smallint,
  round int not null default 0,
  settings text not null default '',
  -- documents anyone may read when the word lists were last made
  public_docs int not null default 0
);
insert into search_state default values;

-- What was seen of each id: older versions are ignored, erased ids never come back.
create table search_seen (
  uid text collate "C" primary key,
  version bigint not null,
  gone text check (gone in ('deleted', 'withdrawn', 'moved', 'erased', 'node-left')),
  gone_at timestamptz,
  round int not null
);
create index search_seen_gone on search_seen (gone_at) where gone is not null;

-- `closed`: readable by members of one community only; kept apart so that a query for the public never touches it.
-- Hyphens and slashes part words ("home-to-school", "COVID-19", "and/or"). `extra` holds words that do not stand in
-- the text: `=send` for a named concept, `~pwyllgor` for a Welsh word with its mutation undone.
create table search_document (
  -- what is filtered by stands first: the nearer the front, the cheaper to look at
  closed boolean not null,
  answered boolean not null,
  generation smallint not null,
  kind smallint not null,
  tier smallint not null check (tier between 0 and 3),
  useful int not null,
  quality real not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version bigint not null,
  acl int[] not null check (cardinality(acl) between 1 and 32),
  uid text collate "C" not null,
  thread text collate "C",
  council text collate "C",
  community text collate "C",
  author text collate "C",
  node text collate "C" not null,
  lang text not null,
  uri text not null,
  tags text[] not null,
  title text not null,
  labels text not null,
  context text not null,
  body text not null,
  extra tsvector not null,
  tsv tsvector generated always as (
    setweight(to_tsvector('cop_en', translate(title, '/-–—_', '     ')), 'A')
    || setweight(to_tsvector('cop_en', translate(labels, '/-–—_', '     ')), 'B')
    || setweight(to_tsvector('cop_en', translate(left(body, 200000), '/-–—_', '     ')), 'C')
    || setweight(to_tsvector('cop_en', translate(context, '/-–—_', '     ')), 'D')
    || extra) stored,
  check (not closed or cardinality(acl) = 1),
  primary key (closed, generation, uid)
) partition by list (closed);
-- Long text and lexemes stand apart, so that counting and filtering read little; everything else stays in the row.
alter table search_document alter column tsv set storage external, alter column acl set storage main,
  alter column uri set storage main, alter column title set storage main, alter column tags set storage main,
  alter column labels set storage main, alter column context set storage main;

create table search_open partition of search_document for values in (false) with (toast_tuple_target = 256);
create table search_closed partition of search_document for values in (true) with (toast_tuple_target = 256);

-- fastupdate off: a reader or writer must never be the one who empties a long pending list.
create index search_document_tsv on search_document using gin (tsv) with (fastupdate = off);
create index search_document_best on search_document (quality desc, created_at desc);
create index search_document_new on search_document (created_at desc);
create index search_document_community on search_document (community, created_at desc);
create index search_document_council on search_document (council, created_at desc);
create index search_document_thread on search_document (thread);
create index search_document_author on search_document (author);
create index search_document_names on search_document using gin (title gin_trgm_ops) where kind = 4;
create index search_document_questions on search_document using gin (tsv) with (fastupdate = off) where kind = 1;
create index search_document_titles on search_document using gin (to_tsvector('cop_cy', translate(title, '/-–—_', '     ')))
  with (fastupdate = off) where kind <> 3;
create index search_closed_room on search_closed ((acl[1]), created_at desc);

-- Word lists, made from documents that anyone may read and from nothing else: stems for weighing words,
-- words as written for spelling and completion.
create table search_stem (word text collate "C" primary key, ndoc int not null);
create table search_word (word text collate "C" primary key, ndoc int not null);
create index search_word_spelling on search_word using gin (word gin_trgm_ops);

create table search_person (
  uid text collate "C" not null,
  generation smallint not null,
  version bigint not null,
  uri text not null,
  visibility text not null check (visibility in ('council', 'network', 'everyone')),
  node text collate "C" not null,
  council text collate "C",
  council_name text not null,
  name text not null,
  role_title text not null,
  topics text[] not null,
  languages text[] not null,
  words text not null,
  updated_at timestamptz not null,
  tsv tsvector generated always as (
    setweight(to_tsvector('cop_cy', translate(name, '/-–—_', '     ')), 'A')
    || setweight(to_tsvector('cop_en', translate(words, '/-–—_', '     ')), 'B')
    || setweight(to_tsvector('cop_en', translate(role_title, '/-–—_', '     ')), 'C')
    || setweight(to_tsvector('cop_en', translate(council_name, '/-–—_', '     ')), 'D')) stored,
  primary key (generation, uid)
);
create index search_person_tsv on search_person using gin (tsv) with (fastupdate = off);
create index search_person_name on search_person using gin (name gin_trgm_ops);
