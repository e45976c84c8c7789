-- Whether a connected node answers, asked every minute, so that its communities' pages can say it when it does not.
alter table peers add column asked timestamptz;
alter table peers add column away_since timestamptz;
alter table peers add column away_failures int not null default 0;
alter table peers add column away_error text;
