import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { joinAs } from "./accounts.ts";
import type { TestClock } from "./context.ts";
import { type Network, type NetworkNode, startNodes } from "./start-nodes.ts";

export interface Officer {
  readonly name: string;
  readonly node: NetworkNode;
  readonly accountId: string;
  readonly actorId: string;
}

/** Somerset with its community, Sunderland and Wiltshire; who is connected is for the test. */
export interface ThreeCouncils extends AsyncDisposable {
  readonly net: Network;
  readonly somerset: NetworkNode;
  readonly sunderland: NetworkNode;
  readonly wiltshire: NetworkNode;
  /** Founded the community. */
  readonly martin: Officer;
  readonly groupIri: string;
  officer(node: NetworkNode, name: string): Promise<Officer>;
  /** Row id of the community on a node that knows it. */
  communityOn(node: NetworkNode): Promise<string>;
  /** Joins the community from wherever the officer is. */
  join(officer: Officer): Promise<void>;
  /** Asks a question, or answers one when `parentIri` is given; returns the post's IRI. */
  write(officer: Officer, words: Words): Promise<string>;
}

export interface Words {
  readonly title?: string;
  readonly text: string;
  readonly parentIri?: string;
  readonly joins?: boolean;
  readonly submission?: string;
}

export const COMMUNITY = {
  name: "Adoption and kinship care",
  purpose: "For officers who assess, support and pay carers.",
  charter: {},
  themes: ["adoption"],
  language: "en",
} as const;

/** Starts the three nodes; workers run when the network settles. */
export async function startThreeCouncils(
  level: "open" | "restricted" | "closed" = "open",
  config: Record<string, unknown> = {},
  clock?: TestClock,
): Promise<ThreeCouncils> {
  const net = await startNodes(["sunderland", "somerset", "wiltshire"], {
    config,
    ...(clock ? { clock } : {}),
  });
  const somerset = net.node("somerset");
  const martin = await officerOn(somerset, "Martin Hale");
  await createCommunity(somerset.ctx, { actorId: martin.actorId }, { ...COMMUNITY, level });
  const [group] = await somerset.ctx.sql<{ iri: string }[]>`select iri from actors where kind = 'group'`;
  const groupIri = group?.iri ?? "";
  const communityOn = (node: NetworkNode) => communityIdOf(node.ctx, groupIri);
  return {
    net,
    somerset,
    sunderland: net.node("sunderland"),
    wiltshire: net.node("wiltshire"),
    martin,
    groupIri,
    officer: officerOn,
    communityOn,
    async join(officer) {
      const communityId = await communityOn(officer.node);
      await joinCommunity(officer.node.ctx, { actorId: officer.actorId, communityId });
    },
    async write(officer, words) {
      return writePost(officer, await communityOn(officer.node), words);
    },
    [Symbol.asyncDispose]: () => net[Symbol.asyncDispose](),
  };
}

/** Connects the three with each other, as their administrators do. */
export async function connectAll(net: Network): Promise<void> {
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("sunderland", "wiltshire");
}

/** Somebody of the node's first council, signed up by mail. */
export async function officerOn(node: NetworkNode, name: string): Promise<Officer> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`;
  const { accountId } = await joinAs(node.ctx, name, email);
  const [row] = await node.ctx.sql<
    { actor_id: string }[]
  >`select actor_id from accounts where id = ${accountId}`;
  return { name, node, accountId, actorId: row?.actor_id ?? "" };
}

/** Row id of a community on a node that knows it. */
export async function communityIdOf(ctx: NodeContext, groupIri: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`
    select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${groupIri}`;
  if (!row) throw new Error(`${ctx.iris.origin} does not know the community.`);
  return row.id;
}

/** Asks a question in a community, or answers one; returns the post's IRI. */
export async function writePost(officer: Officer, communityId: string, words: Words): Promise<string> {
  const { ctx } = officer.node;
  const content = await composePost(ctx, {
    kind: words.parentIri === undefined ? "question" : "reply",
    communityId,
    title: words.title ?? "",
    text: words.text,
    parentId: words.parentIri === undefined ? null : await postIdOn(officer.node, words.parentIri),
    themes: [],
    lang: "en",
    submission: words.submission ?? null,
  });
  const post = await publishPost(ctx, {
    authorId: officer.actorId,
    content,
    ...(words.joins ? { joins: true } : {}),
  });
  return post.iri;
}

/** Row id of a post on a node that holds it. */
export async function postIdOn(node: NetworkNode, iri: string): Promise<string> {
  const post = await postByIri(node.ctx.sql, iri);
  if (!post) throw new Error(`${node.name} does not hold ${iri}.`);
  return post.id;
}
