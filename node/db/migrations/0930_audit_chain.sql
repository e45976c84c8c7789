-- The audit record as a chain (security 4.2 I9): the seal of each event is a hash over it and the seal before. Who may
-- only add to a table can add no seal that is false: PostgreSQL reckons it.
create table audit_seals (
  -- Of audit_events, without a reference: the seal of an event that was taken away stays and tells.
  event_id bigint primary key,
  hash bytea not null
);

-- Up to which event the next round may seal: all that were under way below it have ended when PostgreSQL is beyond that
-- transaction, so that nothing is sealed while an earlier number may still come. Writing an event waits for nobody.
create table audit_progress (
  one boolean primary key default true check (one),
  upto bigint not null default 0,
  beyond xid8 not null default '0'
);
insert into audit_progress default values;

-- The bytes: the seal before, and the event as text of a JSON array; its time in microseconds since 1970.
create function audit_hash(before bytea, event audit_events) returns bytea language sql immutable as $$
  select sha256(before || convert_to(jsonb_build_array(event.id, event.kind, event.account_id, event.actor_iri,
    event.subject, event.facts, (extract(epoch from event.happened) * 1000000)::bigint)::text, 'UTF8'))
$$;

create function seal_audit_event() returns trigger language plpgsql as $$
declare
  last audit_seals%rowtype;
  event audit_events%rowtype;
begin
  perform pg_advisory_xact_lock(7264120);
  select * into last from audit_seals order by event_id desc limit 1;
  select * into event from audit_events where id = new.event_id;
  if event.id is null or new.event_id <= coalesce(last.event_id, 0) then
    raise exception 'The seals of the audit record follow its events in their order.';
  end if;
  new.hash := audit_hash(coalesce(last.hash, ''::bytea), event);
  return new;
end $$;
create trigger seal before insert on audit_seals for each row execute function seal_audit_event();
