import { contentDigest } from "../../federation/digests.ts";
import { listContentTuples } from "../../node/posts/wire-read.ts";
import { type Ledger, type LedgerPost, textOf } from "./ledger.ts";
import type { Look } from "./looks.ts";

/** What the nodes lack, have twice, or have in another order than was acknowledged: a line each. */
export interface Verdict {
  /** Acknowledged, and not there on the node that acknowledged it (I1). */
  readonly lost: readonly string[];
  /** Acknowledged, and not there on another node that follows (I3). */
  readonly missing: readonly string[];
  /** Edits that did not come through, and deleted posts that came back (I5). */
  readonly reverted: readonly string[];
  /** Took effect more than once (I2). */
  readonly doubled: readonly string[];
  /** What one author wrote, in another order than it was acknowledged. */
  readonly outOfOrder: readonly string[];
  /** Where the nodes differ from each other (I6). */
  readonly different: readonly string[];
}

/** Compares the ledger with every node, and the nodes with each other. */
export async function compare(ledger: Ledger, looks: readonly Look[], groupIri: string): Promise<Verdict> {
  const verdict: Lines = {
    lost: [],
    missing: [],
    reverted: [],
    doubled: [],
    outOfOrder: [],
    different: [],
  };
  for (const look of looks) {
    await comparePosts(ledger, look, verdict);
    await compareMarks(ledger, look, verdict);
  }
  const home = looks.find(({ site }) => groupIri.startsWith(site.origin));
  if (!home) throw new Error("The home of the community is not among the nodes.");
  await compareOrder(ledger, home, verdict);
  await compareApprovals(ledger, home, verdict);
  await compareNodes(home, looks, verdict);
  return verdict;
}

type Lines = { -readonly [Key in keyof Verdict]: string[] };

async function comparePosts(ledger: Ledger, { site, sql }: Look, verdict: Lines): Promise<void> {
  const rows = await sql<{ iri: string; state: string; title: string; html: string }[]>`
    select iri, state, title, html from posts`;
  const byIri = new Map(rows.map((row) => [row.iri, row]));
  for (const post of ledger.posts) {
    const row = byIri.get(post.iri);
    const where = `${post.kind} of ${post.author} (${post.mark}) on ${site.name}`;
    if (post.deleted) {
      if (row && row.state !== "deleted")
        verdict.reverted.push(`the deletion of the ${where}: it is ${row.state}`);
      continue;
    }
    const lack = post.iri.startsWith(site.origin) ? verdict.lost : verdict.missing;
    if (row?.state !== "accepted") lack.push(`the ${where}: ${row?.state ?? "not there"}`);
    else if (!row.html.includes(textOf(post.mark, post.edits)))
      verdict.reverted.push(`edit ${post.edits} of the ${where}: ${row.html}`);
  }
  const marks = rows.flatMap(({ html }) => /case \d+x/.exec(html)?.[0] ?? []);
  const seen = new Set<string>();
  for (const mark of marks) {
    if (seen.has(mark)) verdict.doubled.push(`${mark} stands twice on ${site.name}`);
    seen.add(mark);
  }
  const twice = await sql<{ subject_iri: string }[]>`
    select subject_iri from changes where kind = 'post.published' group by 1 having count(*) > 1`;
  for (const row of twice) verdict.doubled.push(`${row.subject_iri} was published twice on ${site.name}`);
}

/** Accepted answers and useful marks on what still stands. */
async function compareMarks(ledger: Ledger, { site, sql }: Look, verdict: Lines): Promise<void> {
  const gone = new Set(ledger.posts.filter((post) => post.deleted).map((post) => post.iri));
  for (const [question, answer] of ledger.accepted) {
    if (gone.has(question) || gone.has(answer)) continue;
    const [row] = await sql<{ iri: string | null }[]>`
      select a.iri from posts q left join posts a on a.id = q.accepted_answer_id where q.iri = ${question}`;
    if (row?.iri !== answer)
      verdict.lost.push(`the accepted answer of ${question} on ${site.name}: ${row?.iri}`);
  }
  const marks = await sql<{ iri: string; name: string }[]>`
    select p.iri, a.handle as name from useful_marks u join posts p on p.id = u.post_id join actors a on a.id = u.actor_id`;
  const there = new Set(marks.map((mark) => `${mark.iri} ${mark.name}`));
  for (const mark of ledger.useful) {
    const [iri = ""] = mark.split(" ");
    if (!gone.has(iri) && !there.has(mark)) verdict.lost.push(`useful mark ${mark} on ${site.name}`);
  }
  for (const mark of there)
    if (!ledger.useful.has(mark))
      verdict.doubled.push(`useful mark ${mark} on ${site.name}, never acknowledged`);
}

/**
 * What one author wrote stands in the log in the order in which it was acknowledged. Number 0 stands in no log: a question
 * that was deleted before it came.
 */
async function compareOrder(ledger: Ledger, { sql }: Look, verdict: Lines): Promise<void> {
  const rows = await sql<{ iri: string; seq: number | null }[]>`select iri, seq from posts where seq > 0`;
  const numbers = new Map(rows.map((row) => [row.iri, row.seq]));
  const last = new Map<string, LedgerPost>();
  for (const post of ledger.posts) {
    const number = numbers.get(post.iri) ?? null;
    if (number === null) continue;
    const before = last.get(post.author);
    if (before && (numbers.get(before.iri) ?? 0) > number)
      verdict.outOfOrder.push(`${post.author}: ${post.mark} stands before ${before.mark}`);
    last.set(post.author, post);
  }
}

async function compareApprovals(ledger: Ledger, { sql }: Look, verdict: Lines): Promise<void> {
  const [row] = await sql<{ granted: number }[]>`
    select count(*)::int as granted from changes where kind = 'membership.granted' and facts->>'asked' = 'true'`;
  const granted = (row?.granted ?? 0) - ledger.approvedBefore;
  if (granted < ledger.approvals) verdict.lost.push(`${ledger.approvals - granted} approvals`);
  if (granted > ledger.approvals + ledger.approvedAgain)
    verdict.doubled.push(`${granted - ledger.approvals} approvals`);
}

/** Every other node holds each community as its home does, in the same order, and the same people are members. */
async function compareNodes(home: Look, looks: readonly Look[], verdict: Lines): Promise<void> {
  for (const look of looks) {
    if (look === home) continue;
    for (const [iri, id] of look.communities) {
      const homeId = home.communities.get(iri) ?? "";
      const name = `${iri} on ${look.site.name}`;
      if ((await digestOf(look, id)) !== (await digestOf(home, homeId)))
        verdict.different.push(`digest of ${name}`);
      if (String(await orderOf(look, id)) !== String(await orderOf(home, homeId)))
        verdict.different.push(`order of ${name}`);
      if (String(await answersOf(look, id)) !== String(await answersOf(home, homeId)))
        verdict.different.push(`accepted answers of ${name}`);
      const [theirs, ours] = [
        await membersOf(look, id, look.site.origin),
        await membersOf(home, homeId, look.site.origin),
      ];
      if (String(theirs) !== String(ours))
        verdict.different.push(`members of ${name}: ${theirs}, at home ${ours}`);
    }
  }
}

async function digestOf({ sql }: Look, communityId: string): Promise<string> {
  return contentDigest(await listContentTuples({ sql } as never, communityId));
}

async function orderOf({ sql }: Look, communityId: string): Promise<readonly string[]> {
  const rows = await sql<{ iri: string }[]>`
    select iri from posts where community_id = ${communityId} and state = 'accepted' order by seq`;
  return rows.map((row) => row.iri);
}

async function answersOf({ sql }: Look, communityId: string): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    select q.iri || ' ' || a.iri as line from posts q join posts a on a.id = q.accepted_answer_id
    where q.community_id = ${communityId} and q.state = 'accepted' order by 1`;
  return rows.map((row) => row.line);
}

async function membersOf({ sql }: Look, communityId: string, origin: string): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    select a.name || ' ' || m.state as line from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and a.iri like ${`${origin}/%`} order by 1`;
  return rows.map((row) => row.line);
}
