import { expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { inTransaction, type NodeContext, reading } from "../../node/context.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { listReports } from "../../node/moderation/read.ts";
import { reportPost } from "../../node/moderation/report.ts";
import type { ReceivedFlag } from "../../node/moderation/reported.ts";
import { takeFlag } from "../../node/moderation/take-report.ts";
import { type ReceivedResolve, takeResolve } from "../../node/moderation/take-resolve.ts";
import { removePost } from "../../node/posts/remove.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { refusalOf } from "../support/accounts.ts";
import {
  communityElsewhere,
  connectPeer,
  enrol,
  letterOf,
  personElsewhere,
  postElsewhere,
  takeLetters,
} from "../support/elsewhere.ts";
import { joinAll, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

const NODE = "http://sunderland.localhost:8620/ap/actor";

test("F-02: facilitators on other nodes hear of a report, the reported one and mere members do not", async () => {
  await using node = await openNoticeNode();
  const { huw, community, somerset, post } = await here(node);
  const [far, bad, member] = [
    await personElsewhere(node.ctx, somerset, "Far Facilitator"),
    await personElsewhere(node.ctx, somerset, "Bad Facilitator"),
    await personElsewhere(node.ctx, somerset, "Only Member"),
  ];
  await enrol(node.ctx, community, far.id, "facilitator");
  await enrol(node.ctx, community, bad.id, "facilitator");
  await enrol(node.ctx, community, member.id);
  const theirs = await postElsewhere(node.ctx, bad, community, "letter");
  await takeLetters(node.ctx);
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  expect((await takeLetters(node.ctx)).map((letter) => [letter.type, letter.inbox])).toEqual([
    ["Announce", `${bad.iri}/inbox`],
    ["Announce", `${far.iri}/inbox`],
  ]);
  await reportPost(node.ctx, { postId: theirs.id, by: huw, category: "conduct", words: "" });
  expect((await takeLetters(node.ctx)).map((letter) => letter.inbox)).toEqual([`${far.iri}/inbox`]);
  expect(await node.ctx.sql`select 1 from log_entries where type in ('Flag', 'Resolve')`).toEqual([]);
});

test("F-03: a safeguarding report also reaches the author's node; one about conduct does not", async () => {
  await using node = await openNoticeNode();
  const { huw, asha, community, somerset } = await here(node);
  const author = await personElsewhere(node.ctx, somerset, "Some Author");
  await enrol(node.ctx, community, author.id);
  const post = await postElsewhere(node.ctx, author, community, "letter");
  await takeLetters(node.ctx);
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  expect(await takeLetters(node.ctx)).toEqual([]);
  await reportPost(node.ctx, { postId: post.id, by: asha, category: "safeguarding", words: "" });
  expect((await takeLetters(node.ctx)).map((letter) => [letter.type, letter.inbox])).toEqual([
    ["Announce", `${somerset}/ap/actor/inbox`],
  ]);
});

test("F-01: a report of a community elsewhere goes to it in the name of this node, and names nobody", async () => {
  await using node = await openNoticeNode();
  const { huw, pat, far, post, somerset, wiltshire } = await elsewhere(node);
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "A personal attack" });
  const [flag, ...more] = await takeLetters(node.ctx);
  expect(more).toEqual([]);
  expect(flag).toEqual({
    type: "Flag",
    actor: NODE,
    inbox: `${far.iri}/inbox`,
    addressees: [far.iri],
    object: post.iri,
  });
  // Nobody here looks after that community, and it is no matter for administrators.
  expect(await node.settle()).toEqual([]);
  await reportPost(node.ctx, { postId: post.id, by: pat, category: "illegal", words: "" });
  const letters = await takeLetters(node.ctx);
  expect(letters.map((letter) => [letter.type, letter.inbox])).toEqual([
    ["Flag", `${far.iri}/inbox`],
    ["Flag", `${wiltshire}/ap/actor/inbox`],
  ]);
  expect(letters[0]?.addressees).toEqual([far.iri, `${wiltshire}/ap/actor`]);
  const [row] = await node.ctx
    .sql`select count(*)::int as n from activities where facts::text like '%Huw%' or ${huw.actorId} = any(addressees)`;
  expect(row?.n).toBe(0);
  expect(somerset).toContain("somerset");
});

test("Where the community's home may not be written to, the report goes to the administrators here", async () => {
  await using node = await openNoticeNode();
  const { huw, pat, post, somerset } = await elsewhere(node);
  await node.ctx.sql`update peers set state = 'blocked' where origin = ${somerset}`;
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  expect(await takeLetters(node.ctx)).toEqual([]);
  expect((await node.settle()).map((mail) => mail.to)).toEqual([pat.email]);
  expect(await listed(node, pat, "administrator")).toHaveLength(1);
});

test("F-04: a report from another council is told to facilitators here, and its node hears what became of it", async () => {
  await using node = await openNoticeNode();
  const { asha, pat, post, somerset } = await here(node);
  const flag = flagOf(somerset, post.iri);
  expect(await take(node.ctx, flag)).toBe("taken");
  expect(await take(node.ctx, flag)).toBe("known");
  expect((await node.settle()).map((mail) => mail.to).sort()).toEqual([asha.email, pat.email].sort());
  const [seen] = await listed(node, asha, "facilitator");
  expect(seen).toMatchObject({
    from: { kind: "elsewhere", home: "Somerset" },
    words: "Rude",
    category: "conduct",
  });
  const decision = {
    facilitatorId: asha.actorId,
    reportId: seen?.id ?? "",
    act: "remove" as const,
    reason: "It is rude.",
  };
  expect(await decideReport(node.ctx, decision)).toBe("done");
  const resolve = (await takeLetters(node.ctx)).filter((letter) => letter.type === "Resolve");
  expect(resolve).toMatchObject([
    { inbox: `${somerset}/ap/actor/inbox`, object: flag.iri, addressees: [`${somerset}/ap/actor`] },
  ]);
  // A report of what is gone already is answered at once and bothers nobody.
  const late = flagOf(somerset, post.iri);
  await node.settle();
  expect(await take(node.ctx, late)).toBe("taken");
  expect((await takeLetters(node.ctx)).map((letter) => [letter.type, letter.object])).toEqual([
    ["Resolve", late.iri],
  ]);
  expect(await node.settle()).toEqual([]);
});

test("A report by other software may name people and several posts; what concerns nobody here is ignored", async () => {
  await using node = await openNoticeNode();
  const { asha, community, huw, somerset, post } = await here(node);
  const second = await node.post(huw, community, { title: "Second" });
  const flag = flagOf(somerset, `${somerset}/ap/p/someone`);
  const objectIris = [`${somerset}/ap/p/someone`, post.iri, second.iri];
  expect(await take(node.ctx, { ...flag, objectIris })).toBe("taken");
  expect(await listed(node, asha, "facilitator")).toHaveLength(2);
  expect(await take(node.ctx, flagOf(somerset, `${somerset}/ap/o/unknown`))).toBe("ignored");
  expect(await take(node.ctx, flagOf("http://nobody.localhost:8661", post.iri))).toBe("ignored");
});

test("A node that floods a post with reports is heard twenty times and no more", async () => {
  await using node = await openNoticeNode();
  const { post, somerset } = await here(node);
  const outcomes: string[] = [];
  for (let i = 0; i < 22; i++) outcomes.push(await take(node.ctx, flagOf(somerset, post.iri)));
  expect(outcomes.filter((outcome) => outcome === "taken")).toHaveLength(20);
  expect(outcomes.slice(20)).toEqual(["ignored", "ignored"]);
});

test("A facilitator here of a community elsewhere decides by letter; only that community's answer closes the report", async () => {
  await using node = await openNoticeNode();
  const { asha, pat, far, post, somerset } = await elsewhere(node);
  await enrol(node.ctx, post.communityId, asha.actorId, "facilitator");
  const flag = { ...flagOf("http://wiltshire.localhost:8661", post.iri), forwardedBy: far.iri };
  expect(await take(node.ctx, { ...flag, forwardedBy: `${somerset}/ap/g/another` })).toBe("ignored");
  expect(await take(node.ctx, flag)).toBe("taken");
  expect((await node.settle()).map((mail) => mail.to)).toEqual([asha.email]);
  expect(await listed(node, pat, "administrator")).toEqual([]);
  const [seen] = await listed(node, asha, "facilitator");
  const decision = {
    facilitatorId: asha.actorId,
    reportId: seen?.id ?? "",
    act: "dismiss" as const,
    reason: "Within the rules.",
  };
  expect(await decideReport(node.ctx, decision)).toBe("sent");
  expect(await takeLetters(node.ctx)).toMatchObject([
    { type: "Resolve", inbox: `${far.iri}/inbox`, addressees: [far.iri] },
  ]);
  expect(await refusalOf(decideReport(node.ctx, decision))).toBe("already-decided");
  expect(await listed(node, asha, "facilitator")).toMatchObject([
    { onItsWay: true, mayDecide: false, state: "open" },
  ]);
  const answer = {
    actorIri: far.iri,
    flagIri: flag.iri,
    state: "dismissed" as const,
    words: "Within the rules.",
  };
  expect(await resolve(node.ctx, { ...answer, actorIri: `${somerset}/ap/actor` })).toBe("ignored");
  expect(await resolve(node.ctx, answer)).toBe("taken");
  expect(await listed(node, asha, "facilitator", "closed")).toMatchObject([
    { state: "dismissed", onItsWay: false },
  ]);
});

test("A facilitator here removes a post elsewhere: the removal travels before the word that closes the report", async () => {
  await using node = await openNoticeNode();
  const { asha, far, post } = await elsewhere(node);
  await enrol(node.ctx, post.communityId, asha.actorId, "facilitator");
  await take(node.ctx, { ...flagOf("http://wiltshire.localhost:8661", post.iri), forwardedBy: far.iri });
  const [seen] = await listed(node, asha, "facilitator");
  const decision = {
    facilitatorId: asha.actorId,
    reportId: seen?.id ?? "",
    act: "remove" as const,
    reason: "A child is named.",
  };
  expect(await decideReport(node.ctx, decision)).toBe("sent");
  expect((await takeLetters(node.ctx)).map((letter) => letter.type)).toEqual(["Delete", "Resolve"]);
});

test("The community takes the word of a facilitator elsewhere, and of nobody else; a removal only once the post is gone", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, community, somerset, post } = await here(node);
  const [far, member] = [
    await personElsewhere(node.ctx, somerset, "Far Facilitator"),
    await personElsewhere(node.ctx, somerset, "Only Member"),
  ];
  await enrol(node.ctx, community, far.id, "facilitator");
  await enrol(node.ctx, community, member.id);
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  const [flag] = await node.ctx.sql<{ iri: string }[]>`select iri from reports`;
  const word = { actorIri: far.iri, flagIri: flag?.iri ?? "", state: "removed" as const, words: "Rude." };
  expect(await refusalOf(resolve(node.ctx, { ...word, actorIri: member.iri, state: "dismissed" }))).toBe(
    "not-allowed",
  );
  expect(await resolve(node.ctx, { ...word, actorIri: `${somerset}/ap/p/stranger` })).toBe("ignored");
  expect(await resolve(node.ctx, word)).toBe("ignored");
  await removePost(node.ctx, { actorId: asha.actorId, postId: post.id, reason: "Rude." });
  await takeLetters(node.ctx);
  expect(await resolve(node.ctx, word)).toBe("taken");
  expect(await listed(node, asha, "facilitator", "closed")).toMatchObject([
    { state: "removed", decided: { by: { name: "Far Facilitator" } } },
  ]);
  // The facilitators elsewhere learn that nothing is left to decide.
  expect((await takeLetters(node.ctx)).map((letter) => [letter.type, letter.inbox])).toEqual([
    ["Announce", `${far.iri}/inbox`],
  ]);
});

test("F-03: administrators hear of an illegal post that a person of their node wrote elsewhere", async () => {
  await using node = await openNoticeNode();
  const { huw, pat, asha, far, somerset, community } = await elsewhere(node);
  const [own] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${huw.actorId}`;
  const post = await postElsewhere(node.ctx, { id: huw.actorId, iri: own?.iri ?? "" }, community, "relay");
  expect(await take(node.ctx, flagOf(somerset, post.iri))).toBe("ignored");
  expect(await take(node.ctx, { ...flagOf(somerset, post.iri), category: "illegal" })).toBe("taken");
  const forwarded = {
    ...flagOf(somerset, post.iri),
    category: "safeguarding" as const,
    forwardedBy: far.iri,
  };
  expect(await take(node.ctx, forwarded)).toBe("taken");
  expect((await node.settle()).map((mail) => mail.to)).toEqual([pat.email]);
  expect(await listed(node, pat, "administrator")).toHaveLength(2);
  expect(await listed(node, asha, "facilitator")).toEqual([]);
});

/** A community here with a post of ours, and Somerset connected. */
async function here(node: NoticeNode) {
  const people = await peopleOf(node);
  const somerset = await connectPeer(node.ctx, "somerset");
  const community = await node.community(people.asha, "Kinship Care");
  await joinAll(node.ctx, community, [people.huw, people.mari]);
  const post = await node.post(people.mari, community, {});
  await node.settle();
  return { ...people, somerset, community, post };
}

/** A community of Somerset with a post from Wiltshire, both connected. */
async function elsewhere(node: NoticeNode) {
  const people = await peopleOf(node);
  const somerset = await connectPeer(node.ctx, "somerset");
  const wiltshire = await connectPeer(node.ctx, "wiltshire");
  const far = await communityElsewhere(node.ctx, somerset, "Kinship Care");
  const author = await personElsewhere(node.ctx, wiltshire, "Some Author");
  const post = await postElsewhere(node.ctx, author, far.id, "relay");
  await node.settle();
  return { ...people, somerset, wiltshire, far, post, community: far.id };
}

async function peopleOf(node: NoticeNode) {
  const [asha, huw, mari, pat] = [
    await node.person("Asha Patel"),
    await node.person("Huw Evans"),
    await node.person("Mari Rees"),
    await node.person("Pat Reed"),
  ];
  await makeAdministrator(node.ctx, { accountId: pat.accountId, by: null });
  return { asha, huw, mari, pat };
}

let numbers = 0;

function flagOf(origin: string, objectIri: string): ReceivedFlag {
  const iri = `${origin}/ap/a/flag-${numbers++}`;
  return {
    iri,
    actorIri: `${origin}/ap/actor`,
    objectIris: [objectIri],
    category: "conduct",
    words: "Rude",
    forwardedBy: null,
  };
}

function take(ctx: NodeContext, flag: ReceivedFlag) {
  return inTransaction(ctx, (tx) => takeFlag(tx, flag, letterOf(flag.actorIri, "Flag")));
}

function resolve(ctx: NodeContext, word: ReceivedResolve) {
  return inTransaction(ctx, (tx) => takeResolve(tx, word, letterOf(word.actorIri, "Resolve")));
}

async function listed(
  node: NoticeNode,
  person: Person,
  as: "facilitator" | "administrator",
  show: "open" | "closed" = "open",
) {
  const viewer: Viewer = { kind: "person", actorId: person.actorId, accountId: person.accountId };
  const page = await reading(node.ctx, viewer, (r) =>
    listReports(r, viewer, { communityId: null, as, show, page: 1 }),
  );
  return page.items;
}
