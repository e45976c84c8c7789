import { afterAll, beforeAll, expect, test } from "vitest";
import { listInvitations, resendInvitation, withdrawInvitation } from "../../node/accounts/invitations.ts";
import { acceptInvitation, findInvitation, invitePeople } from "../../node/accounts/invite.ts";
import { askToRegister, completeRegistration, findRegistration } from "../../node/accounts/register.ts";
import { findSession } from "../../node/accounts/sessions.ts";
import { confirmEmployer, listEmployerClaims, refuseEmployer } from "../../node/councils/employer.ts";
import { listCouncilRows, listServedCouncils } from "../../node/councils/read.ts";
import { draftOf, joinAs, lastLinkTo, mailsOf, refusalIn, refusalOf, VISITOR } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";

const COUNCILS = [
  {
    name: "Sunderland City Council",
    registerId: "E08000024",
    domains: ["sunderland.gov.example"],
    own: true,
  },
  { name: "Exmoor Borough Council", domains: ["shared.gov.example"] },
  { name: "Quantock Town Council", domains: ["shared.gov.example"] },
  { name: "Parrett Parish Council", domains: [] },
];

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode({ config: { councils: COUNCILS } });
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

test("An officer joins with a council address: the council follows from the address, and the link works once", async () => {
  const { ctx } = node;
  await askToRegister(ctx, { email: " Priya.Nair@Sunderland.GOV.example ", language: "cy" }, VISITOR);
  const secret = await lastLinkTo(ctx, "priya.nair@sunderland.gov.example");
  expect((await mailsOf(ctx)).at(-1)).toMatchObject({ kind: "register", language: "cy" });
  // Mail scanners open links: looking does not use it up.
  for (let i = 0; i < 3; i++) {
    expect(await findRegistration(ctx, secret)).toMatchObject({
      email: "priya.nair@sunderland.gov.example",
      councils: [{ name: "Sunderland City Council" }],
    });
  }
  const session = await completeRegistration(ctx, secret, draftOf("Priya Nair"), VISITOR);
  expect(await findSession(ctx, session.token)).toMatchObject({
    name: "Priya Nair",
    handle: "priya_nair",
    council: "Sunderland City Council",
    administrator: false,
    welcomed: null,
  });
  expect(await refusalOf(completeRegistration(ctx, secret, draftOf("Priya Again"), VISITOR))).toBe("used");
  const [change] = await ctx.sql`select kind, actor_id from changes where actor_id = ${session.actorId}`;
  expect(change).toMatchObject({ kind: "person.joined" });
});

test("Of two people who press the button of one link at once, one gets the account", async () => {
  const { ctx } = node;
  const email = "twice@sunderland.gov.example";
  await askToRegister(ctx, { email, language: "en" }, VISITOR);
  const secret = await lastLinkTo(ctx, email);
  const both = await Promise.allSettled([
    completeRegistration(ctx, secret, draftOf("One"), VISITOR),
    completeRegistration(ctx, secret, draftOf("Other"), VISITOR),
  ]);
  expect(both.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await ctx.sql`select 1 from accounts where email = ${email}`).toHaveLength(1);
});

test("A registration link lasts 24 hours, and another one is a click away", async () => {
  const { ctx, clock } = node;
  const email = "slow@sunderland.gov.example";
  await askToRegister(ctx, { email, language: "en" }, VISITOR);
  const secret = await lastLinkTo(ctx, email);
  clock.advance(24 * 60 - 1);
  await findRegistration(ctx, secret);
  clock.advance(1);
  expect(await refusalOf(completeRegistration(ctx, secret, draftOf("Slow"), VISITOR))).toBe("expired");
  await askToRegister(ctx, { email, language: "en" }, VISITOR);
  await completeRegistration(ctx, await lastLinkTo(ctx, email), draftOf("Slow"), VISITOR);
});

test("An address of no council here is refused with the reason, and nothing is sent", async () => {
  const { ctx } = node;
  const before = (await mailsOf(ctx)).length;
  const refusal = await refusalIn(askToRegister(ctx, { email: "me@gmail.example", language: "en" }, VISITOR));
  expect(refusal).toMatchObject({ code: "no-council", facts: { domain: "gmail.example" } });
  // A domain counts whole: neither what stands before nor what stands behind makes it the council's.
  for (const domain of [
    "x.sunderland.gov.example",
    "notsunderland.gov.example",
    "sunderland.gov.example.evil.example",
  ]) {
    expect(await refusalOf(askToRegister(ctx, { email: `me@${domain}`, language: "en" }, VISITOR))).toBe(
      "no-council",
    );
  }
  expect(await mailsOf(ctx)).toHaveLength(before);
});

test("Where a domain belongs to several councils the person says which, and an administrator confirms it", async () => {
  const { ctx } = node;
  const email = "tom@shared.gov.example";
  await askToRegister(ctx, { email, language: "en" }, VISITOR);
  const secret = await lastLinkTo(ctx, email);
  const { councils } = await findRegistration(ctx, secret);
  expect(councils.map((council) => council.name)).toEqual([
    "Exmoor Borough Council",
    "Quantock Town Council",
  ]);
  expect(await refusalOf(completeRegistration(ctx, secret, draftOf("Tom Webber"), VISITOR))).toBe("required");
  const [served] = (await listServedCouncils(ctx)).filter((council) => council.own);
  const elsewhere = draftOf("Tom Webber", { organisationId: served?.id ?? null });
  expect(await refusalOf(completeRegistration(ctx, secret, elsewhere, VISITOR))).toBe("required");

  const chosen = councils[1]?.id ?? "";
  const session = await completeRegistration(
    ctx,
    secret,
    draftOf("Tom Webber", { organisationId: chosen }),
    VISITOR,
  );
  expect((await findSession(ctx, session.token))?.council).toBeNull();
  expect(await listEmployerClaims(ctx)).toMatchObject([
    { name: "Tom Webber", council: "Quantock Town Council" },
  ]);
  await confirmEmployer(ctx, { accountId: session.accountId, organisationId: chosen }, null);
  expect((await findSession(ctx, session.token))?.council).toBe("Quantock Town Council");
  expect(await listEmployerClaims(ctx)).toHaveLength(0);
  await refuseEmployer(ctx, session.accountId, null);
  expect((await findSession(ctx, session.token))?.council).toBeNull();
});

test("A member invites a partner of another organisation: who invited stands beside the name, no council does", async () => {
  const { ctx, clock } = node;
  const host = await joinAs(ctx, "Amara Okafor", "amara@sunderland.gov.example");
  const results = await invitePeople(ctx, host.accountId, {
    emails: ["jo@charity.example", "not an address"],
    organisationId: null,
    language: "en",
  });
  expect(results.map((result) => result.refused?.code ?? "sent")).toEqual(["sent", "invalid"]);
  expect((await mailsOf(ctx)).at(-1)).toMatchObject({ kind: "invite", facts: { who: "Amara Okafor" } });
  const secret = await lastLinkTo(ctx, "jo@charity.example");
  clock.advance(29 * 24 * 60);
  expect(await findInvitation(ctx, secret)).toMatchObject({ invitedBy: "Amara Okafor", councils: [] });
  const session = await acceptInvitation(ctx, secret, draftOf("Jo Reed"), VISITOR);
  expect((await findSession(ctx, session.token))?.council).toBeNull();
  const [row] = await ctx.sql`select employer, invited_by from accounts where id = ${session.accountId}`;
  expect(row).toMatchObject({ employer: "invited", invited_by: host.accountId });
  expect(await listInvitations(ctx, host.accountId)).toMatchObject([
    { email: "jo@charity.example", accepted: true },
  ]);
  expect(await refusalOf(acceptInvitation(ctx, secret, draftOf("Jo Again"), VISITOR))).toBe("used");
});

test("An invitation to a council address proves the council like a registration; after 30 days it has expired", async () => {
  const { ctx, clock } = node;
  const host = await joinAs(ctx, "Ruth Hallam", "ruth@sunderland.gov.example");
  const order = {
    emails: ["new@sunderland.gov.example", "late@sunderland.gov.example"],
    organisationId: null,
    language: "en" as const,
  };
  await invitePeople(ctx, host.accountId, order);
  const session = await acceptInvitation(
    ctx,
    await lastLinkTo(ctx, order.emails[0] ?? ""),
    draftOf("New Starter"),
    VISITOR,
  );
  expect((await findSession(ctx, session.token))?.council).toBe("Sunderland City Council");
  clock.advance(30 * 24 * 60);
  const late = await lastLinkTo(ctx, order.emails[1] ?? "");
  expect(await refusalOf(findInvitation(ctx, late))).toBe("expired");
  const [row] = (await listInvitations(ctx, host.accountId)).filter((invitation) => !invitation.accepted);
  await resendInvitation(ctx, row?.id ?? "", host.accountId);
  expect(await refusalOf(findInvitation(ctx, late))).toBe("not-found");
  await findInvitation(ctx, await lastLinkTo(ctx, order.emails[1] ?? ""));
});

test("A council without domains is by invitation only, and only an administrator vouches for it", async () => {
  const { ctx } = node;
  const host = await joinAs(ctx, "Callum Reid", "callum@sunderland.gov.example");
  const parish = (await listCouncilRows(ctx)).find((council) => council.name === "Parrett Parish Council");
  expect(parish?.domains).toEqual([]);
  const order = {
    emails: ["clerk@parrett.example"],
    organisationId: parish?.id ?? "",
    language: "en" as const,
  };
  expect(await refusalOf(invitePeople(ctx, host.accountId, order))).toBe("not-allowed");
  await ctx.sql`update accounts set administrator = true where id = ${host.accountId}`;
  await invitePeople(ctx, host.accountId, order);
  const session = await acceptInvitation(
    ctx,
    await lastLinkTo(ctx, "clerk@parrett.example"),
    draftOf("Dee Clerk"),
    VISITOR,
  );
  expect((await findSession(ctx, session.token))?.council).toBe("Parrett Parish Council");
});

test("An invitation taken back stops working, and nobody takes back another person's", async () => {
  const { ctx } = node;
  const host = await joinAs(ctx, "Nia Howells", "nia@sunderland.gov.example");
  const stranger = await joinAs(ctx, "Gwen Parry", "gwen@sunderland.gov.example");
  await invitePeople(ctx, host.accountId, {
    emails: ["friend@charity.example"],
    organisationId: null,
    language: "en",
  });
  const secret = await lastLinkTo(ctx, "friend@charity.example");
  const [row] = await listInvitations(ctx, host.accountId);
  expect(await refusalOf(withdrawInvitation(ctx, row?.id ?? "", stranger.accountId))).toBe("not-found");
  await withdrawInvitation(ctx, row?.id ?? "", host.accountId);
  expect(await refusalOf(findInvitation(ctx, secret))).toBe("not-found");
});

test("Two people of one name get handles of their own, and a link of one purpose does nothing of another", async () => {
  const { ctx } = node;
  await joinAs(ctx, "Siân O'Brien-Lloyd", "sian1@sunderland.gov.example");
  const second = await joinAs(ctx, "Sian O’Brien Lloyd", "sian2@sunderland.gov.example");
  expect((await findSession(ctx, second.token))?.handle).toBe("sian_obrien_lloyd_2");
  await askToRegister(ctx, { email: "third@sunderland.gov.example", language: "en" }, VISITOR);
  const secret = await lastLinkTo(ctx, "third@sunderland.gov.example");
  expect(await refusalOf(findInvitation(ctx, secret))).toBe("not-found");
});
