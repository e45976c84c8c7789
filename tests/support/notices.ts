import { type Follower, followChanges } from "../../node/changes/follow.ts";
import { HERE, type Origin } from "../../node/changes/record.ts";
import { makeCommunity } from "../../node/communities/create.ts";
import type { Level } from "../../node/communities/types.ts";
import type { NodeContext } from "../../node/context.ts";
import { type Mails, openMails } from "../../node/mail/send.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { NOTICE_MAILS } from "../../node/notifications/mails.ts";
import { tellPeople } from "../../node/notifications/tell.ts";
import type { Mailer, OutgoingMail } from "../../node/ports.ts";
import { composePost } from "../../node/posts/compose.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { PostKind } from "../../node/posts/types.ts";
import { joinAs } from "./accounts.ts";
import { openTestNode, type TestNode } from "./context.ts";

export interface Person {
  readonly accountId: string;
  readonly actorId: string;
  readonly email: string;
}

/** A node with people on it, whose notices and mails move when the test says so. */
export interface NoticeNode extends TestNode {
  readonly follower: Follower;
  readonly mails: Mails;
  /** What a mail server would have got, oldest first. */
  readonly outbox: OutgoingMail[];
  person(name: string): Promise<Person>;
  community(founder: Person, name: string, level?: Level): Promise<string>;
  post(author: Person, communityId: string, post: Partial<Draft>, origin?: Origin): Promise<PostRow>;
  /** Tells what happened and sends the mails of it; returns those sent now. */
  settle(): Promise<readonly OutgoingMail[]>;
}

interface Draft {
  readonly kind: PostKind;
  readonly title: string;
  readonly text: string;
  readonly parentId: string;
}

/** One node in the council of Sunderland. `mailer` stands for the mail server. */
export async function openNoticeNode(mailer?: Mailer): Promise<NoticeNode> {
  const outbox: OutgoingMail[] = [];
  const keep: Mailer = {
    send: async (mail) => void outbox.push(mail),
    check: async () => ({ outcome: "fine" }),
  };
  const node = await openTestNode({
    ports: { mail: mailer ?? keep },
    config: { councils: [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }] },
  });
  const { ctx } = node;
  const follower = followChanges(ctx, "notices", tellPeople);
  const mails = openMails(ctx, NOTICE_MAILS);
  return {
    ...node,
    follower,
    mails,
    outbox,
    person: (name) => personOf(ctx, name),
    community: (founder, name, level = "open") => communityOf(ctx, founder, name, level),
    post: (author, communityId, post, origin = HERE) => postOf(ctx, author, { communityId, ...post }, origin),
    async settle() {
      await follower.drain();
      await mails.drain();
      return outbox.splice(0);
    },
  };
}

/** Texts of the mails that go to one person. */
export function mailsTo(mails: readonly OutgoingMail[], person: Person): readonly OutgoingMail[] {
  return mails.filter((mail) => mail.to === person.email);
}

async function personOf(ctx: NodeContext, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@sunderland.gov.uk`;
  const session = await joinAs(ctx, name, email);
  // The mails of joining are no part of what is tested here.
  await ctx.sql`delete from mails where recipient = ${email}`;
  return { accountId: session.accountId, actorId: session.actorId, email };
}

async function communityOf(ctx: NodeContext, founder: Person, name: string, level: Level): Promise<string> {
  const { id } = await makeCommunity(ctx, founder, {
    name,
    purpose: `For people who work on ${name}.`,
    charter: {},
    level,
    themes: [],
    language: "en",
  });
  return id;
}

async function postOf(
  ctx: NodeContext,
  author: Person,
  post: Partial<Draft> & { communityId: string },
  origin: Origin,
): Promise<PostRow> {
  const {
    communityId,
    kind = "topic",
    title = "Kinship visits",
    text = "How do you plan them?",
    parentId = null,
  } = post;
  const draft = { kind, communityId, title, text, parentId, themes: [], lang: null, submission: null };
  return publishPost(ctx, { authorId: author.actorId, content: await composePost(ctx, draft) }, origin);
}

/** Makes people members of an open community. */
export async function joinAll(
  ctx: NodeContext,
  communityId: string,
  people: readonly Person[],
): Promise<void> {
  for (const person of people) await joinCommunity(ctx, { actorId: person.actorId, communityId });
}
