import type { Fragment, Reader } from "../db/open.ts";
import type { PersonLabel } from "./types.ts";

/** What `labelColumn` brings; made into a PersonLabel by `labelOf`. */
export interface LabelRow {
  readonly id: string;
  readonly iri: string;
  readonly name: string;
  readonly handle: string;
  readonly role: string;
  readonly local: boolean;
  readonly council: string | null;
  readonly own: boolean | null;
  readonly peer: string | null;
  readonly invitedBy: string | null;
  readonly gone: boolean;
}

/**
 * A scalar subquery giving the label of the actor whose id is `actorId` (a column), as one JSON value. The council is
 * named only where it is verified: by e-mail domain or administrator here, by the accepted claim of a peer elsewhere.
 */
export function labelColumn(sql: Reader, actorId: Fragment): Fragment {
  return sql`(select jsonb_build_object('id', la.id, 'iri', la.iri, 'name', la.name, 'handle', la.handle, 'role', la.role_title,
      'local', la.peer_id is null, 'council', lo.name, 'own', lo.own, 'peer', lp.name, 'invitedBy', li.name,
      'gone', la.deleted is not null)
    from actors la
    left join accounts lc on lc.actor_id = la.id
    left join organisations lo on lo.id = la.organisation_id and
      (case when la.peer_id is null then lc.employer = 'verified' else lo.accepted and lo.peer_id = la.peer_id end)
    left join peers lp on lp.id = la.peer_id
    left join accounts lic on lic.id = lc.invited_by and lc.employer <> 'verified'
    left join actors li on li.id = lic.actor_id
    where la.id = ${actorId})`;
}

/** The label of a person as pages show it. "via" is said only where the node is not the council's own. */
export function labelOf(row: LabelRow): PersonLabel {
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`;
  return {
    id: row.id,
    iri: row.iri,
    name: row.name,
    handle,
    path: `/people/${handle}`,
    roleTitle: row.role,
    council: row.council,
    invitedBy: row.invitedBy,
    via: row.local || (row.council !== null && row.own === true) ? null : row.peer,
    initials: initialsOf(row.name),
    hue: hueOf(row.id),
    gone: row.gone,
  };
}

/** First letters of the first and the last word, at most two. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}

function hueOf(id: string): number {
  return (Number.parseInt(id.slice(-4), 16) % 8) + 1;
}
