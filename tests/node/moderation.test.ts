import { expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { followChanges } from "../../node/changes/follow.ts";
import { reading } from "../../node/context.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { countOpenReports, findReport, listReports } from "../../node/moderation/read.ts";
import { listOwnReports } from "../../node/moderation/read-own.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { settleReports } from "../../node/moderation/settle.ts";
import { listNotices } from "../../node/notifications/read.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost } from "../../node/posts/remove.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { refusalIn, refusalOf } from "../support/accounts.ts";
import { joinAll, mailsTo, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";

test("A member reports a post: facilitators and administrators hear of it, its author and other members do not", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, pat, post, community } = await reported(node);
  await reportPost(node.ctx, {
    postId: post.id,
    by: huw,
    category: "safeguarding",
    words: " A child is named. ",
  });
  const mails = await node.settle();
  expect(mails.map((mail) => mail.to).sort()).toEqual([asha.email, pat.email].sort());
  expect(mailsTo(mails, asha)[0]?.text).not.toContain("Huw");
  const [seen] = await listed(node, asha, "facilitator");
  expect(seen).toMatchObject({
    category: "safeguarding",
    words: "A child is named.",
    from: { kind: "member" },
    state: "open",
    mayDecide: true,
    post: { id: post.id, title: "Kinship visits", author: { name: "Mari Rees" }, gone: null },
  });
  expect(JSON.stringify(seen)).not.toContain("Huw");
  expect((await listed(node, pat, "administrator")).map((report) => report.mayDecide)).toEqual([true]);
  for (const outsider of [mari, huw]) {
    expect(await listed(node, outsider, "facilitator")).toEqual([]);
    expect(await listed(node, outsider, "administrator")).toEqual([]);
    expect(
      await refusalOf(
        reading(node.ctx, viewer(outsider), (r) => findReport(r, viewer(outsider), seen?.id ?? "")),
      ),
    ).toBe("not-found");
  }
  expect(await reading(node.ctx, viewer(asha), (r) => countOpenReports(r, viewer(asha), community))).toBe(1);
});

test("An administrator of the community's node removes what is reported there, without being a member", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, pat, post } = await reported(node);
  const { reportId } = await reportPost(node.ctx, {
    postId: post.id,
    by: huw,
    category: "illegal",
    words: "",
  });
  const act = { reportId, act: "remove", reason: "A child is named." } as const;
  expect(await refusalOf(decideReport(node.ctx, { ...act, facilitatorId: huw.actorId }))).toBe("not-allowed");
  expect(await refusalOf(decideReport(node.ctx, { ...act, facilitatorId: mari.actorId }))).toBe("not-found");
  expect(await decideReport(node.ctx, { ...act, facilitatorId: pat.actorId })).toBe("done");
  expect(await listed(node, asha, "facilitator")).toEqual([]);
  const [row] = await node.ctx.sql`select state, reason from posts where id = ${post.id}`;
  expect(row).toEqual({ state: "removed", reason: "A child is named." });
});

test("A visitor reports without an account, and with an address hears what became of it by mail", async () => {
  await using node = await openNoticeNode();
  const { asha, post } = await reported(node);
  const wrong = reportPost(node.ctx, {
    postId: post.id,
    by: { visitor: { email: "nobody" } },
    category: "spam",
    words: "",
  });
  expect(await refusalOf(wrong)).toBe("invalid");
  await reportPost(node.ctx, {
    postId: post.id,
    by: { visitor: { email: null } },
    category: "spam",
    words: "",
  });
  const by = { visitor: { email: "Reader@Example.org" } };
  const made = await reportPost(node.ctx, { postId: post.id, by, category: "illegal", words: "" });
  expect((await listed(node, asha, "facilitator")).map((report) => report.from.kind)).toEqual([
    "visitor",
    "visitor",
  ]);
  await node.settle();
  await decideReport(node.ctx, {
    facilitatorId: asha.actorId,
    reportId: made.reportId,
    act: "dismiss",
    reason: "",
  });
  expect((await node.settle()).map((mail) => [mail.to, mail.subject])).toEqual([
    ["reader@example.org", "The post you reported stays"],
  ]);
});

test("Reporting again while a report is open changes nothing; visitors cannot pile reports up", async () => {
  await using node = await openNoticeNode();
  const { huw, asha, post } = await reported(node);
  const once = await reportPost(node.ctx, { postId: post.id, by: huw, category: "spam", words: "" });
  const again = await reportPost(node.ctx, { postId: post.id, by: huw, category: "spam", words: "Again" });
  expect(again.reportId).toBe(once.reportId);
  const ids = new Set<string>();
  for (let i = 0; i < 8; i++) {
    const by = { visitor: { email: null } };
    ids.add((await reportPost(node.ctx, { postId: post.id, by, category: "spam", words: `${i}` })).reportId);
  }
  expect(ids.size).toBe(5);
  expect(await listed(node, asha, "facilitator")).toHaveLength(6);
});

test("One reports what one can read and has not written; anything else is refused", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, post } = await reported(node);
  const report = (by: Person, postId: string, words = "") =>
    refusalOf(reportPost(node.ctx, { postId, by, category: "conduct", words }));
  expect(await report(mari, post.id)).toBe("not-allowed");
  expect(await report(huw, post.id, "x".repeat(1001))).toBe("too-long");
  const closed = await node.community(asha, "Closed Circle", "closed");
  await node.ctx.sql`insert into posts (iri, community_id, author_id, kind, title, state, published, closed)
    values ('http://sunderland.localhost:8620/ap/o/closed', ${closed}, ${asha.actorId}, 'topic', 'Inside', 'accepted', ${node.ctx.clock.now()}, true)`;
  const [inside] = await node.ctx.sql<{ id: string }[]>`select id from posts where community_id = ${closed}`;
  expect(await report(huw, inside?.id ?? "")).toBe("not-found");
  await deletePost(node.ctx, { actorId: mari.actorId, postId: post.id });
  expect(await report(huw, post.id)).toBe("not-found");
});

test("A facilitator removes with a reason: the post goes, every report of it is closed, and those who reported are told", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, pat, post } = await reported(node);
  await joinAll(node.ctx, post.communityId, [pat]);
  const first = await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  await reportPost(node.ctx, { postId: post.id, by: pat, category: "confidential-leak", words: "" });
  await node.settle();
  const decision = { facilitatorId: asha.actorId, reportId: first.reportId, act: "remove" as const };
  expect(await refusalOf(decideReport(node.ctx, { ...decision, reason: "  " }))).toBe("required");
  expect(await decideReport(node.ctx, { ...decision, reason: "It names a child." })).toBe("done");
  const [row] = await node.ctx.sql`select state, reason from posts where id = ${post.id}`;
  expect(row).toEqual({ state: "removed", reason: "It names a child." });
  const mails = await node.settle();
  expect(mails.map((mail) => [mail.to, mail.subject]).sort()).toEqual(
    [
      [huw.email, "The post you reported was removed"],
      [pat.email, "The post you reported was removed"],
      [mari.email, "Your post was removed: Kinship visits"],
    ].sort(),
  );
  expect(await listed(node, asha, "facilitator")).toEqual([]);
  const closed = await listed(node, asha, "facilitator", "closed");
  expect(closed.map((report) => [report.state, report.decided?.by?.name, report.decided?.reason])).toEqual([
    ["removed", "Asha Patel", "It names a child."],
    ["removed", "Asha Patel", "It names a child."],
  ]);
  const mine = await reading(node.ctx, viewer(huw), (r) => listOwnReports(r, viewer(huw), 1));
  expect(mine.items).toMatchObject([{ state: "removed", title: "Kinship visits" }]);
});

test("Of two facilitators who decide at once, one wins and the other is told who did", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, post, community } = await reported(node);
  const second = await node.person("Second Facilitator");
  await joinAll(node.ctx, community, [second]);
  await node.ctx.sql`update memberships set role = 'facilitator' where actor_id = ${second.actorId}`;
  const { reportId } = await reportPost(node.ctx, {
    postId: post.id,
    by: huw,
    category: "conduct",
    words: "",
  });
  const ends = await Promise.allSettled([
    decideReport(node.ctx, { facilitatorId: asha.actorId, reportId, act: "dismiss", reason: "" }),
    decideReport(node.ctx, { facilitatorId: second.actorId, reportId, act: "remove", reason: "Rude." }),
  ]);
  expect(ends.map((end) => end.status).sort()).toEqual(["fulfilled", "rejected"]);
  const late = decideReport(node.ctx, {
    facilitatorId: second.actorId,
    reportId,
    act: "dismiss",
    reason: "",
  });
  const [by] = await node.ctx.sql<{ name: string }[]>`
    select a.name from reports r join actors a on a.id = r.decided_by where r.id = ${reportId}`;
  expect(await refusalIn(late)).toMatchObject({ code: "already-decided", facts: { by: by?.name } });
  expect(await node.ctx.sql`select 1 from changes where kind = 'report.closed'`).toHaveLength(1);
});

test("F-07: a facilitator of another community decides nothing, and a reported facilitator never learns of it", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, post, community } = await reported(node);
  await node.community(huw, "Another Community");
  const { reportId } = await reportPost(node.ctx, {
    postId: post.id,
    by: huw,
    category: "conduct",
    words: "",
  });
  const decide = (person: Person) =>
    refusalOf(
      decideReport(node.ctx, { facilitatorId: person.actorId, reportId, act: "dismiss", reason: "" }),
    );
  expect(await decide(huw)).toBe("not-allowed");
  await node.ctx
    .sql`update memberships set role = 'facilitator' where community_id = ${community} and actor_id = ${mari.actorId}`;
  expect(await decide(mari)).toBe("not-found");
  expect(await listed(node, mari, "facilitator")).toEqual([]);
  expect((await node.settle()).map((mail) => mail.to)).not.toContain(mari.email);
  expect(
    await decideReport(node.ctx, { facilitatorId: asha.actorId, reportId, act: "dismiss", reason: "Fair." }),
  ).toBe("done");
  const notices = await reading(node.ctx, viewer(huw), (r) =>
    listNotices({ ...r, viewer: viewer(huw) }, { accountId: huw.accountId, page: 1 }),
  );
  expect(notices.items).toEqual([]);
  await node.settle();
  const told = await reading(node.ctx, viewer(huw), (r) =>
    listNotices({ ...r, viewer: viewer(huw) }, { accountId: huw.accountId, page: 1 }),
  );
  expect(told.items.map((notice) => notice.kind)).toEqual(["report-closed"]);
});

test("A post removed by hand needs no further decision; one that its author deleted is closed in one step", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, mari, post, community } = await reported(node);
  const follower = followChanges(node.ctx, "reports", settleReports);
  await reportPost(node.ctx, { postId: post.id, by: huw, category: "conduct", words: "" });
  await removePost(node.ctx, { actorId: asha.actorId, postId: post.id, reason: "Off topic." });
  await follower.drain();
  expect(await listed(node, asha, "facilitator", "closed")).toMatchObject([
    { state: "removed", decided: { by: { name: "Asha Patel" }, reason: "Off topic." } },
  ]);
  const other = await node.post(mari, community, { title: "Another" });
  const { reportId } = await reportPost(node.ctx, {
    postId: other.id,
    by: huw,
    category: "conduct",
    words: "",
  });
  await deletePost(node.ctx, { actorId: mari.actorId, postId: other.id });
  await follower.drain();
  expect(await listed(node, asha, "facilitator")).toMatchObject([{ post: { gone: "deleted", html: "" } }]);
  const decision = { facilitatorId: asha.actorId, reportId, act: "remove" as const, reason: "Gone." };
  expect(await decideReport(node.ctx, decision)).toBe("done");
});

async function reported(node: NoticeNode) {
  const [asha, huw, mari, pat] = [
    await node.person("Asha Patel"),
    await node.person("Huw Evans"),
    await node.person("Mari Rees"),
    await node.person("Pat Reed"),
  ];
  await makeAdministrator(node.ctx, { accountId: pat.accountId, by: null });
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw, mari]);
  const post = await node.post(mari, community, {});
  await node.settle();
  return { asha, huw, mari, pat, community, post };
}

function viewer(person: Person): Viewer & { kind: "person" } {
  return { kind: "person", actorId: person.actorId, accountId: person.accountId };
}

async function listed(
  node: NoticeNode,
  person: Person,
  as: "facilitator" | "administrator",
  show: "open" | "closed" = "open",
) {
  const query = { communityId: null, as, show, page: 1 };
  const page = await reading(node.ctx, viewer(person), (r) => listReports(r, viewer(person), query));
  return page.items;
}
