import { afterAll, beforeAll, expect, test } from "vitest";
import { signedGet } from "../../federation/get-document.ts";
import { isJsonObject, type JsonObject } from "../../federation/jcs.ts";
import { breakGlass } from "../../node/break-glass/break.ts";
import { changeCommunity } from "../../node/communities/change.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { newUuid } from "../../node/ids.ts";
import { invitePerson } from "../../node/invitations/invite.ts";
import { irisOf } from "../../node/iris.ts";
import { writeToLead } from "../../node/letters/write.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { membershipOf } from "../../node/memberships/read.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { liftSuspension, suspendMember } from "../../node/memberships/suspend.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { reportPost } from "../../node/moderation/report.ts";
import type { ActivityType } from "../../node/outbox/emit.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { acceptAnswer, withdrawAnswer } from "../../node/posts/answer.ts";
import { composePost } from "../../node/posts/compose.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { moveThread } from "../../node/posts/move.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { markUseful, unmarkUseful } from "../../node/posts/useful.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  communityIdOf,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";

let councils: ThreeCouncils;
let restricted: { readonly id: string; readonly iri: string };
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, somerset, martin } = councils;
  restricted = await createCommunity(
    somerset.ctx,
    { actorId: martin.actorId },
    draftCommunity("Budget leads", "restricted"),
  );
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await everyAct();
});
afterAll(() => councils[Symbol.asyncDispose]());

/** Everything that people do, at a community here and elsewhere. */
async function everyAct(): Promise<void> {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  const [amina, carl] = [
    await councils.officer(sunderland, "Amina Yusuf"),
    await councils.officer(wiltshire, "Carl Penn"),
  ];
  const [home, there] = [somerset.ctx, sunderland.ctx];
  const group = await councils.communityOn(somerset);
  await councils.join(amina);
  await requested(amina);
  await decided(amina, true);
  const asActor = await actorByIri(home.sql, await iriOf(amina));
  const role = { byId: martin.actorId, actorId: asActor?.id ?? "", communityId: restricted.id };
  await changeRole(home, { ...role, facilitator: true });
  await net.settle();
  await requested(carl);
  await net.settle();
  await decided(carl, false, amina);
  await changeRole(home, { ...role, facilitator: false });
  const question = await councils.write(amina, { title: "Who pays for the patrol?", text: "We asked." });
  await net.settle();
  const answer = await councils.write(martin, { text: "The county.", parentIri: question });
  await net.settle();
  const [root, reply] = [await postIdOn(somerset, question), await postIdOn(somerset, answer)];
  const [rootThere, replyThere] = [await postIdOn(sunderland, question), await postIdOn(sunderland, answer)];
  const bob = await councils.officer(sunderland, "Bob Iles");
  const mark = { actorId: amina.actorId, postId: replyThere };
  const acts: readonly (() => Promise<unknown>)[] = [
    () => acceptAnswer(there, mark),
    () => withdrawAnswer(there, mark),
    () => markUseful(there, mark),
    () => unmarkUseful(there, mark),
    () => pinThread(home, { actorId: martin.actorId, rootId: root, on: true }),
    () => pinThread(home, { actorId: martin.actorId, rootId: root, on: false }),
    () => lockThread(home, { actorId: martin.actorId, rootId: root, on: true, reason: "Answered." }),
    () => lockThread(home, { actorId: martin.actorId, rootId: root, on: false, reason: "More came." }),
    () => removePost(home, { actorId: martin.actorId, postId: root, reason: "Names a pupil." }),
    () => restorePost(home, { actorId: martin.actorId, postId: root, reason: "It names nobody." }),
    () =>
      reportPost(there, {
        postId: rootThere,
        by: { accountId: bob.accountId, actorId: bob.actorId },
        category: "conduct",
        words: "Rude",
      }),
    async () => {
      const [report] = await home.sql<{ id: string }[]>`select id from reports`;
      await decideReport(home, {
        facilitatorId: martin.actorId,
        reportId: report?.id ?? "",
        act: "dismiss",
        reason: "",
      });
    },
    () => edited(amina, question),
    () =>
      changeCommunity(home, {
        facilitatorId: martin.actorId,
        communityId: restricted.id,
        draft: draftCommunity("Budget leads", "restricted"),
        indexable: true,
        feed: true,
      }),
    () => deletePost(home, { actorId: martin.actorId, postId: reply }),
    async () => {
      const fees = await createCommunity(home, martin, draftCommunity("Fees"));
      const { id: rootId } = await ask(home, martin.actorId, group, "What is the fee?");
      await moveThread(home, { actorId: martin.actorId, rootId, targetId: fees.id, reason: "Fees." });
    },
    async () => {
      const invitee = await actorByIri(home.sql, await iriOf(carl));
      const invite = { inviterId: martin.actorId, communityId: restricted.id, personId: invitee?.id ?? "" };
      await invitePerson(home, { ...invite, words: "" });
    },
    async () => {
      const about = { byId: martin.actorId, actorId: asActor?.id ?? "", communityId: restricted.id };
      await suspendMember(home, { ...about, reason: "Rude.", until: null });
      await liftSuspension(home, about);
      const communityId = await communityIdOf(there, restricted.iri);
      await writeToLead(there, { writerId: bob.actorId, communityId, words: "May I?", replyTo: "" });
    },
    () => openedByAdministrator(asActor?.id ?? ""),
    () => leaveCommunity(there, { actorId: amina.actorId, communityId: group }),
    async () => {
      const communityId = await communityIdOf(there, restricted.iri);
      await leaveCommunity(there, { actorId: amina.actorId, communityId });
    },
  ];
  for (const act of acts) {
    await act();
    await net.settle();
  }
}

/** A community for members only that somebody elsewhere facilitates too. */
async function openedByAdministrator(facilitatorId: string): Promise<void> {
  const { somerset, martin } = councils;
  const { ctx } = somerset;
  const draft = draftCommunity("Case reviews", "closed");
  const { id: communityId } = await createCommunity(ctx, { actorId: martin.actorId }, draft);
  await ctx.sql`insert into memberships (community_id, actor_id, role, state, requested, decided)
    values (${communityId}, ${facilitatorId}, 'facilitator', 'active', ${ctx.clock.now()}, ${ctx.clock.now()})`;
  const { actorId, accountId } = await councils.officer(somerset, "Ada Root");
  await ctx.sql`update accounts set administrator = true where id = ${accountId}`;
  const reason = "The police asked for it this morning.";
  await breakGlass(ctx, { actorId, accountId, communityId, reason, minutes: 5 });
  await councils.net.settle();
  // With its last member the other council is asked to erase its copies.
  await leaveCommunity(ctx, { actorId: facilitatorId, communityId });
}

async function requested({ node, actorId }: Officer): Promise<void> {
  const communityId = await communityIdOf(node.ctx, restricted.iri);
  await joinCommunity(node.ctx, { actorId, communityId, words: "I plan budgets." });
  await councils.net.settle();
}

async function decided(who: Officer, accept: boolean, by: Officer = councils.martin): Promise<void> {
  const { ctx } = by.node;
  const person = await actorByIri(ctx.sql, await iriOf(who));
  const membership = await membershipOf(ctx.sql, person?.id ?? "", await communityIdOf(ctx, restricted.iri));
  const words = accept ? "" : "Officers of Somerset only.";
  await decideRequest(ctx, { facilitatorId: by.actorId, membershipId: membership?.id ?? "", accept, words });
  await councils.net.settle();
}

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

async function edited({ node, actorId }: Officer, iri: string): Promise<void> {
  const postId = await postIdOn(node, iri);
  const communityId = await councils.communityOn(node);
  const words = {
    kind: "question",
    communityId,
    title: "Who pays?",
    text: "We asked again.",
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  } as const;
  await editPost(node.ctx, { actorId, postId, content: await composePost(node.ctx, words), seen: null });
}

interface Minted {
  readonly iri: string;
  readonly type: ActivityType;
  readonly object: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly document: JsonObject | null;
}

/** What a node has said in its own name so far. */
async function mintedBy({ ctx, origin }: NetworkNode): Promise<readonly Minted[]> {
  const rows = await ctx.sql<(Omit<Minted, "document"> & { bytes: Buffer | null })[]>`
    select iri, type, object_iri as object, facts, bytes from activities where actor_iri like ${`${origin}/%`} order by created`;
  return rows.map(({ bytes, ...row }) => ({
    ...row,
    document: bytes === null ? null : JSON.parse(bytes.toString("utf8")),
  }));
}

type Readers = "anyone" | "nodes" | "addressees";

/** Resolution 14. Every kind of activity stands here: a new one does not compile until somebody has judged it. */
const READERS: Readonly<Record<ActivityType, Readers | "as what it is about">> = {
  Create: "anyone",
  Update: "as what it is about",
  Delete: "anyone",
  Undo: "as what it is about",
  Like: "nodes",
  ChooseAnswer: "anyone",
  Add: "anyone",
  Remove: "anyone",
  Lock: "anyone",
  Move: "anyone",
  Flag: "addressees",
  Resolve: "addressees",
  Follow: "addressees",
  Join: "addressees",
  Leave: "addressees",
  Accept: "addressees",
  Reject: "addressees",
  Announce: "as what it is about",
  Block: "nodes",
  Offer: "addressees",
  View: "addressees",
  Erase: "addressees",
  Invite: "addressees",
};

function readersOf({ type, facts, document }: Minted): Readers {
  const said = READERS[type];
  if (said !== "as what it is about") return said;
  const inner = document?.object;
  const what = isJsonObject(inner) ? String(inner.type) : "";
  if (type === "Update")
    return what === "Person" ||
      what === "Application" ||
      facts.what === "directory" ||
      facts.what === "grant" ||
      facts.what === "group-changed"
      ? "addressees"
      : "anyone";
  if (type === "Announce" && facts.unlogged === true) return "addressees";
  const about = READERS[what as ActivityType];
  if (what === "Undo" && isJsonObject(inner))
    return isJsonObject(inner.object) && READERS[inner.object.type as ActivityType] === "nodes"
      ? "nodes"
      : "anyone";
  return about === "nodes" || about === "addressees" ? about : "anyone";
}

test("Every activity a council's site makes answers at its own id: content to anyone, likes to councils, letters to whom they are for", async () => {
  const { somerset, sunderland, wiltshire } = councils;
  const nodes = [somerset, sunderland, wiltshire];
  const seen = new Set<ActivityType>();
  const wrong: string[] = [];
  for (const node of nodes) {
    for (const minted of await mintedBy(node)) {
      seen.add(minted.type);
      const path = new URL(minted.iri).pathname;
      const readers = readersOf(minted);
      // Of what its author deleted the text is gone, and with it the activities that carried it.
      const gone = minted.document === null;
      const say = (who: string, status: number, want: boolean) => {
        if ((status === 200) !== (want && !gone))
          wrong.push(`${minted.type} of ${node.name} answers ${who} ${status}: for ${readers}`);
      };
      say(
        "anyone",
        (await node.get(path, { accept: "application/activity+json" })).status,
        readers === "anyone",
      );
      for (const asker of nodes.filter((one) => one !== node && (one === somerset || node === somerset))) {
        const answer = await signedGet(asker.node.wire, minted.iri);
        const to = JSON.stringify([minted.document?.to, minted.document?.cc]);
        const addressed = to.includes(`${asker.origin}/`);
        say(asker.name, answer.status, readers !== "addressees" || addressed);
        if (answer.status === 200)
          expect(JSON.parse(Buffer.from(answer.body).toString("utf8"))).toEqual(minted.document);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual(Object.keys(READERS).sort());
});

test("Ids are in small letters and short enough for software that cuts them at a hundred characters", async () => {
  const { somerset } = councils;
  for (const { iri } of await mintedBy(somerset)) expect(iri).toBe(iri.toLowerCase());
  // A host may have 60 characters (docs/configuration.md).
  const longest = irisOf(`https://${"a".repeat(52)}.gov.uk`).activity(newUuid(new Date(0)));
  expect(longest.length).toBeLessThanOrEqual(100);
});
