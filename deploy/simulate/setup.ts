import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { OpenNode } from "../../node/start.ts";
import { connect, joinAs, type Officer, openSite, type Site } from "../lab/councils.ts";
import { until } from "../lab/pause.ts";

/** Who takes part, and where. Somerset is the home; Wiltshire comes later. */
export interface Scene {
  readonly martin: Officer;
  readonly writers: readonly Officer[];
  readonly visitors: readonly Officer[];
  readonly groupIri: string;
  /** Its name in paths at home. */
  readonly handle: string;
  /** Communities of Somerset with a history for the newcomer to bring. */
  readonly historyIris: readonly string[];
}

const WRITERS = [
  ["Priya Shah", "somerset"],
  ["Amara Okafor", "sunderland"],
  ["Owen Reed", "sunderland"],
] as const;
const VISITORS = [
  ["Joan Hill", "sunderland"],
  ["Tom Frost", "sunderland"],
  ["Ann Lowe", "somerset"],
] as const;

/** Makes the people, the communities and what has been said before, by the verbs; nothing runs yet. */
export async function makeScene(
  nodes: ReadonlyMap<string, OpenNode>,
  sites: readonly Site[],
  history: { communities: number; posts: number },
): Promise<Scene> {
  let number = 1;
  const person = async (name: string, at: string) => {
    const site = sites.find((one) => one.name === at);
    const node = nodes.get(at);
    if (!site || !node) throw new Error(`There is no site ${at}.`);
    return joinAs(node.ctx, site, name, number++);
  };
  const martin = await person("Martin Hale", "somerset");
  const writers: Officer[] = [];
  for (const [name, at] of WRITERS) writers.push(await person(name, at));
  const visitors: Officer[] = [];
  for (const [name, at] of VISITORS) visitors.push(await person(name, at));
  const somerset = nodes.get("somerset");
  if (!somerset) throw new Error("There is no site somerset.");
  const groupIri = await foundCommunity(somerset.ctx, martin, "Adoption and kinship care", "restricted");
  const historyIris: string[] = [];
  for (let index = 0; index < history.communities; index++) {
    const iri = await foundCommunity(somerset.ctx, martin, `Long discussions ${index}`, "open");
    await writeHistory(somerset.ctx, martin, iri, history.posts);
    historyIris.push(iri);
  }
  const [group] = await somerset.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  return { martin, writers, visitors, groupIri, handle: group?.handle ?? "", historyIris };
}

async function foundCommunity(
  ctx: NodeContext,
  by: Officer,
  name: string,
  level: "open" | "restricted",
): Promise<string> {
  const draft = { name, purpose: `For officers: ${name}.`, charter: {}, level, themes: [], language: "en" };
  await createCommunity(ctx, { actorId: by.actorId }, draft);
  const [group] = await ctx.sql<
    { iri: string }[]
  >`select iri from actors where kind = 'group' and name = ${name}`;
  return group?.iri ?? "";
}

async function writeHistory(ctx: NodeContext, by: Officer, groupIri: string, posts: number): Promise<void> {
  const communityId = await communityIdOn(ctx, groupIri);
  let root: string | null = null;
  for (let number = 0; number < posts; number++) {
    const content = await composePost(ctx, {
      kind: root === null ? "question" : "reply",
      communityId,
      title: root === null ? "What did you find?" : "",
      text: `Finding number ${number}.`,
      parentId: root,
      themes: [],
      lang: "en",
      submission: null,
    });
    const post = await publishPost(ctx, { authorId: by.actorId, content });
    root ??= post.id;
  }
}

/** Row id of a community on a node; throws when it is not known there. */
export async function communityIdOn(ctx: Pick<NodeContext, "sql">, groupIri: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`
    select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${groupIri}`;
  if (!row) throw new Error(`${groupIri} is not known there.`);
  return row.id;
}

/** With the processes running: connects Sunderland, and makes the writers members. */
export async function begin(nodes: ReadonlyMap<string, OpenNode>, scene: Scene): Promise<void> {
  const [sunderland, somerset] = [nodes.get("sunderland"), nodes.get("somerset")];
  if (!sunderland || !somerset) return;
  await connect(sunderland.ctx, somerset.ctx);
  await until("Sunderland knows the community", () =>
    communityIdOn(sunderland.ctx, scene.groupIri).catch(() => null),
  );
  for (const writer of scene.writers) {
    const { ctx } = nodes.get(writer.site.name) ?? somerset;
    const communityId = await communityIdOn(ctx, scene.groupIri);
    await joinCommunity(ctx, { actorId: writer.actorId, communityId, words: "" });
  }
  await until("all writers are let in", async () => {
    const waiting = await somerset.ctx.sql<
      { id: string }[]
    >`select id from memberships where state = 'requested'`;
    for (const { id } of waiting)
      await decideRequest(somerset.ctx, {
        facilitatorId: scene.martin.actorId,
        membershipId: id,
        accept: true,
        words: "",
      });
    const [row] = await sunderland.ctx.sql<{ n: number }[]>`
      select count(*)::int as n from memberships m join actors a on a.id = m.actor_id where m.state = 'active' and a.peer_id is null`;
    return row?.n === scene.writers.filter((writer) => writer.site.name === "sunderland").length;
  });
}

/** Opens every site in this process, to set it up. */
export async function openSites(sites: readonly Site[]): Promise<ReadonlyMap<string, OpenNode>> {
  const nodes = new Map<string, OpenNode>();
  for (const site of sites) nodes.set(site.name, await openSite(site));
  return nodes;
}
