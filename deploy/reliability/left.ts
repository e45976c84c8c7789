import type { NodeContext } from "../../node/context.ts";
import type { Officer } from "../lab/councils.ts";
import { openMailServer } from "../lab/mail-server.ts";
import { until } from "../lab/pause.ts";
import { type Kept, waysNot } from "./kept.ts";
import type { Stage } from "./stage.ts";

/** How many posts of somebody stand on a node. */
export async function writtenBy({ sql }: NodeContext, { name }: Officer): Promise<number> {
  const rows = await sql`select 1 from posts p join actors a on a.id = p.author_id
    where a.name = ${name} and p.state = 'accepted'`;
  return rows.length;
}

interface Mails {
  readonly stage: Stage;
  readonly removed: readonly Kept[];
  readonly ctxOf: (name: string) => NodeContext;
}

/** Only now somebody takes mails: none of those that waited for the removed may come. */
export async function waitForMails(
  port: number,
  { stage, removed, ctxOf }: Mails,
): Promise<readonly string[]> {
  const server = await openMailServer(port);
  stage.atEnd(() => server.close());
  const lines: string[] = [];
  for (const { officer } of removed) {
    const { sql } = ctxOf(officer.site.name);
    await until(
      `no mail waits for ${officer.name}`,
      async () => {
        const rows = await sql`select 1 from mails where account_id = ${officer.accountId} and sent is null
          and failed is null and notice_id in (select id from notices where kind in ('reply', 'new-post'))`;
        return rows.length === 0;
      },
      { longestMs: 600_000, everyMs: 1_000 },
    );
    const sent = await sql`select 1 from mails where account_id = ${officer.accountId} and sent is not null
      and notice_id in (select id from notices where kind in ('reply', 'new-post'))`;
    if (sent.length > 0) lines.push(`I4 ${sent.length} mails that waited were sent to ${officer.name}`);
  }
  return lines;
}

interface Left {
  readonly removed: readonly Kept[];
  readonly stay: readonly Kept[];
  /** How many posts of theirs stood at home when they were removed. */
  readonly written: ReadonlyMap<Kept, number>;
  readonly home: NodeContext;
}

/** Every way is shut still, nothing of the open tab was taken, and whoever stays reads as before. */
export async function whatIsLeft({ removed, stay, written, home }: Left): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const kept of removed) {
    const { name } = kept.officer;
    for (const way of await waysNot(kept, { open: false })) lines.push(`I4 ${way} is open again to ${name}`);
    const more = (await writtenBy(home, kept.officer)) - (written.get(kept) ?? 0);
    if (more !== 0) lines.push(`I4 ${more} posts of ${name} were taken after the removal`);
  }
  for (const { officer, client, thread, file } of stay)
    for (const path of [thread, file])
      if ((await client.get(path)).status !== 200)
        lines.push(`I1 ${officer.name} stays and does not read ${path}`);
  return lines;
}
