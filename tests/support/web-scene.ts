import { makeAppeal } from "../../node/appeals/make.ts";
import { createCommunity } from "../../node/communities/create.ts";
import type { NodeContext } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { reportPost } from "../../node/moderation/report.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { cookieNameOf } from "../../web/session.ts";
import { joinAs } from "./accounts.ts";
import { answerTo, ask, draftCommunity, type Place } from "./attack-scene.ts";
import { connectPeer } from "./elsewhere.ts";
import type { Fill } from "./web-routes.ts";

export type Role =
  | "visitor"
  | "outsider"
  | "facilitator elsewhere"
  | "member"
  | "author"
  | "facilitator"
  | "administrator";

export const ROLES: readonly Role[] = [
  "visitor",
  "outsider",
  "facilitator elsewhere",
  "member",
  "author",
  "facilitator",
  "administrator",
];

export interface Somebody {
  readonly actorId: string;
  readonly accountId: string;
  /** The session's secret, as the cookie carries it. */
  readonly token: string;
}

/** One node's people and communities for tests of who may do what. */
export interface WebScene {
  readonly people: Readonly<Record<Exclude<Role, "visitor">, Somebody>>;
  /** The community all is about, and another with a facilitator of its own. */
  readonly place: Place;
  readonly elsewhere: Place;
  /** A question by the author, a reply by the member, and a report of the reply by the outsider; another reply is removed, and its author appealed. */
  readonly topic: PostRow;
  readonly reply: PostRow;
  readonly topicElsewhere: PostRow;
  /** What stands in addresses of routes: things of `place`. */
  readonly fill: Fill;
  /** The cookie header of a role; empty for a visitor. */
  cookie(role: Role): Record<string, string>;
}

/** Fills a node with people of every role. Its councils must include `somerset.gov.example`. */
export async function fillScene(ctx: NodeContext): Promise<WebScene> {
  const join = (name: string) =>
    joinAs(ctx, name, `${name.replace(" ", ".").toLowerCase()}@somerset.gov.example`);
  const people = {
    outsider: await join("Olive Penn"),
    "facilitator elsewhere": await join("Elsie Ward"),
    member: await join("Mona Lee"),
    author: await join("Arthur Moss"),
    facilitator: await join("Fay Quinn"),
    administrator: await join("Adele Root"),
  };
  await ctx.sql`update accounts set administrator = true where id = ${people.administrator.accountId}`;
  const place = await createCommunity(ctx, people.facilitator, draftCommunity("Road safety"));
  const elsewhere = await createCommunity(
    ctx,
    people["facilitator elsewhere"],
    draftCommunity("School meals"),
  );
  for (const who of [people.member, people.author])
    await joinCommunity(ctx, { actorId: who.actorId, communityId: place.id });
  const topic = await ask(ctx, people.author.actorId, place.id, "Who pays for the crossing patrol?");
  const reply = await answerTo(ctx, people.member.actorId, topic, "The school does.");
  const topicElsewhere = await ask(
    ctx,
    people["facilitator elsewhere"].actorId,
    elsewhere.id,
    "Who cooks on Fridays?",
  );
  const removed = await answerTo(ctx, people.member.actorId, topic, "Ask Mr Hale in Mill Lane.");
  const removal = { actorId: people.facilitator.actorId, postId: removed.id, reason: "Names somebody." };
  await removePost(ctx, removal);
  const appeal = await makeAppeal(ctx, {
    authorId: people.member.actorId,
    postId: removed.id,
    words: "He said that I may.",
  });
  const report = await reportPost(ctx, {
    postId: reply.id,
    by: people.outsider,
    category: "conduct",
    words: "Rude.",
  });
  return {
    people,
    place,
    elsewhere,
    topic,
    reply,
    topicElsewhere,
    fill: await fillOf(ctx, { place, topic, reply, reportId: report.reportId, appealId: appeal.id, people }),
    cookie: (role): Record<string, string> =>
      role === "visitor" ? {} : { cookie: `${cookieNameOf(ctx.iris.origin)}=${people[role].token}` },
  };
}

interface Filled {
  readonly place: Place;
  readonly topic: PostRow;
  readonly reply: PostRow;
  readonly reportId: string;
  readonly appealId: string;
  readonly people: WebScene["people"];
}

async function fillOf(ctx: NodeContext, made: Filled): Promise<Fill> {
  const [council] = await ctx.sql<{ id: string }[]>`select id from organisations where local limit 1`;
  const [community] = await ctx.sql<
    { code: string }[]
  >`select join_code as code from communities where id = ${made.place.id}`;
  const [session] = await ctx.sql<
    { id: string }[]
  >`select id from sessions where account_id = ${made.people.member.accountId}`;
  const [person] = await ctx.sql<
    { handle: string }[]
  >`select handle from actors where id = ${made.people.author.actorId}`;
  await connectPeer(ctx, "sunderland", "refused");
  const [peer] = await ctx.sql<{ id: string }[]>`select id from peers`;
  const nobody = "019a0000-0000-7000-8000-000000000000";
  // The member's, with a council that is not connected: it is asked nothing.
  const placeId = "019a0000-0000-7000-8000-00000000000a";
  await ctx.sql`insert into hidden_places (id, actor_id, group_iri, peer_id, state, since) values (${placeId},
    ${made.people.member.actorId}, 'https://cop.sunderland.example/ap/g/1', ${peer?.id ?? ""}, 'member', ${ctx.clock.now()})`;
  return {
    "c/:name": made.place.handle,
    "t/:id": idOf(made.topic.id),
    "p/:post": idOf(made.reply.id),
    "join/:code": community?.code ?? "",
    "people/:handle": person?.handle ?? "",
    "members/:person": idOf(made.people.author.actorId),
    "councils/:id": council?.id ?? "",
    "people/:id": made.people.member.accountId,
    "sessions/:id": session?.id ?? "",
    "moderation/:id": idOf(made.reportId),
    "appeals/:id": idOf(made.appealId),
    "appeals/:appeal": idOf(made.appealId),
    "reports/:report": idOf(made.reportId),
    "held/:id": idOf(made.reply.id),
    "peers/:id": peer?.id ?? "",
    "invitations/:id": nobody,
    "hidden/:place": idOf(placeId),
    "invite/:id": nobody,
    "notifications/:id": nobody,
    "tokens/:id": nobody,
    "invite/:token": SECRET,
    "reset/:token": SECRET,
    "email/:token": SECRET,
    "first/:token": SECRET,
    "confirm/:token": SECRET,
    "unsubscribe/:token": SECRET,
    "assets/:file": "none.css",
    "files/:file": idOf(nobody),
    "files/:key": idOf(nobody),
  };
}

/** A secret that opens nothing. */
const SECRET = "A".repeat(43);
