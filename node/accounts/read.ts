import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";

/** An account as administrators see it. */
export interface AccountRow {
  readonly id: string;
  readonly actorId: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly roleTitle: string;
  readonly council: string | null;
  readonly employer: "verified" | "awaiting" | "invited";
  readonly invitedBy: string | null;
  readonly administrator: boolean;
  readonly created: Date;
  readonly lastVisit: Date | null;
  readonly disabled: Date | null;
}

export interface AccountPage {
  readonly items: readonly AccountRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

const PER_PAGE = 25;

/** People with an account here, by name, 25 a page; `text` is looked for in name and e-mail. For administrators. */
export async function listAccounts(
  r: { readonly sql: Reader },
  find: { text: string; page: number },
): Promise<AccountPage> {
  const like = `%${find.text.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const which = r.sql`a.name ilike ${like} or c.email ilike ${like}`;
  const [count] = await r.sql<{ total: number }[]>`
    select count(*) as total from accounts c join actors a on a.id = c.actor_id where ${which}`;
  const total = count?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const page = Math.min(Math.max(1, find.page), pages);
  const items = await r.sql<AccountRow[]>`
    ${accounts(r.sql)} where ${which} order by a.name, c.id limit ${PER_PAGE} offset ${(page - 1) * PER_PAGE}`;
  return { items, total, page, pages };
}

/** One account by e-mail or handle, for the command line. Refuses `not-found`. */
export async function findAccount(r: { readonly sql: Reader }, emailOrHandle: string): Promise<AccountRow> {
  const name = emailOrHandle.trim().toLowerCase().replace(/^@/, "");
  const [row] = await r.sql<AccountRow[]>`${accounts(r.sql)} where c.email = ${name} or a.handle = ${name}`;
  return row ?? refuse("not-found");
}

/** One account by its row id, for administrators. Refuses `not-found`. */
export async function findAccountById(r: { readonly sql: Reader }, id: string): Promise<AccountRow> {
  const [row] = await r.sql<AccountRow[]>`${accounts(r.sql)} where c.id = ${id}`;
  return row ?? refuse("not-found");
}

function accounts(sql: Reader) {
  return sql`
    select c.id, c.actor_id as "actorId", a.name, a.handle, c.email, a.role_title as "roleTitle", o.name as council,
      c.employer, i.name as "invitedBy", c.administrator, c.created, c.this_visit as "lastVisit", c.disabled
    from accounts c join actors a on a.id = c.actor_id left join organisations o on o.id = a.organisation_id
      left join accounts ic on ic.id = c.invited_by left join actors i on i.id = ic.actor_id`;
}
