import { writeRemoteActor } from "../../node/actors/remote.ts";
import type { Origin } from "../../node/changes/record.ts";
import { learnCommunity } from "../../node/communities/learn.ts";
import type { Level } from "../../node/communities/types.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { newUuid } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";

// What a node knows of another one, written straight into its tables: for tests of one node.

export type LetterOrigin = Extract<Origin, { road: "letter" }>;

/** A connected node with its own actor. */
export async function connectPeer(ctx: NodeContext, name: string, state = "accepted"): Promise<string> {
  const origin = `http://${name}.localhost:8661`;
  await bring(ctx, `${origin}/ap/actor`, "node", name);
  await ctx.sql`update peers set state = ${state}, name = ${capital(name)}, delivery_class = 'profile',
    node_iri = ${`${origin}/ap/actor`} where origin = ${origin}`;
  return origin;
}

/** A person of another node; returns the row id and the IRI. */
export async function personElsewhere(
  ctx: NodeContext,
  origin: string,
  name: string,
): Promise<{ id: string; iri: string }> {
  const iri = `${origin}/ap/p/${name.toLowerCase().replaceAll(" ", "-")}`;
  return { id: await bring(ctx, iri, "person", name), iri };
}

/** A community of another node as this one holds it. */
export async function communityElsewhere(
  ctx: NodeContext,
  origin: string,
  name: string,
  level: Level = "open",
): Promise<{ id: string; iri: string }> {
  const iri = `${origin}/ap/g/${name.toLowerCase().replaceAll(" ", "-")}`;
  const actorId = await bring(ctx, iri, "group", name);
  const learnt = {
    actorId,
    level,
    joinPolicy: "open",
    postPolicy: "members",
    purpose: `For people who work on ${name}.`,
    charter: {},
    themes: [],
    language: "en",
    members: 2,
    councils: 2,
    holders: null,
    lastActivity: null,
    created: null,
    stub: false,
  } as const;
  return { id: await learnCommunity(ctx, learnt, letterOf(iri, "Update")), iri };
}

/** Makes somebody a facilitator (or member), as the community's home would have told this node. */
export async function enrol(
  ctx: NodeContext,
  communityId: string,
  actorId: string,
  role: "member" | "facilitator" = "member",
): Promise<void> {
  await ctx.sql`insert into memberships (community_id, actor_id, role, state, requested, decided)
    values (${communityId}, ${actorId}, ${role}, 'active', ${ctx.clock.now()}, ${ctx.clock.now()})`;
}

/** A topic by somebody, as it stands in the log of a community elsewhere or came by letter to a local one. */
export async function postElsewhere(
  ctx: NodeContext,
  author: { id: string; iri: string },
  communityId: string,
  road: "relay" | "letter",
): Promise<PostRow> {
  const draft = {
    kind: "topic" as const,
    communityId,
    title: "Names in a public place",
    text: "The child is called Alex.",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  };
  const content = await composePost(ctx, draft);
  const iri = `${new URL(author.iri).origin}/ap/o/${newUuid(ctx.clock.now())}`;
  const received = {
    iri,
    url: null,
    contextIri: null,
    published: ctx.clock.now(),
    updated: null,
    raw: Buffer.from("{}"),
    hash: Buffer.alloc(32),
  };
  const letter = letterOf(author.iri, "Create");
  const origin: Origin =
    road === "letter" ? letter : { road: "relay", activity: letter.activity, seq: 1, epoch: "1" };
  return publishPost(ctx, { authorId: author.id, content: { ...content, received } }, origin);
}

/** An authenticated letter of an actor, with an id of its own. */
export function letterOf(actorIri: string, type: string, body: Record<string, unknown> = {}): LetterOrigin {
  const iri = `${new URL(actorIri).origin}/ap/a/${newUuid(new Date(0))}`;
  const bytes = Buffer.from(JSON.stringify({ type, id: iri, actor: actorIri, ...body }));
  return { road: "letter", activity: { iri, actorIri, type, bytes } };
}

export interface Laid {
  readonly type: string;
  readonly actor: string;
  readonly inbox: string;
  readonly addressees: readonly string[];
  readonly object: string | null;
}

/** Letters laid for other nodes and not taken out yet, in the order of laying; takes them out. */
export async function takeLetters(ctx: NodeContext): Promise<readonly Laid[]> {
  const rows = await ctx.sql<(Laid & { id: number })[]>`
    select d.id, v.type, v.actor_iri as actor, d.inbox, v.addressees, v.object_iri as object
    from deliveries d join activities v on v.iri = d.activity_iri order by d.id`;
  await ctx.sql`delete from deliveries where id = any(${rows.map((row) => row.id)})`;
  return rows.map(({ id: _, ...row }) => row);
}

async function bring(
  ctx: NodeContext,
  iri: string,
  kind: "person" | "group" | "node",
  name: string,
): Promise<string> {
  return inTransaction(ctx, (tx) =>
    writeRemoteActor(tx, {
      iri,
      kind,
      handle: name.toLowerCase().replaceAll(" ", "_"),
      name,
      summary: "",
      url: null,
      inbox: `${iri}/inbox`,
      sharedInbox: `${new URL(iri).origin}/ap/inbox`,
      moderatorsIri: null,
      organisationClaim: null,
      roleTitle: "",
      topics: [],
      profileVisibility: "network",
      suspended: false,
      publicKeys: [],
      document: {},
    }),
  );
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
