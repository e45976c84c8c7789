import { afterAll, beforeAll, expect, test } from "vitest";
import {
  disableAccount,
  endAdministrator,
  makeAdministrator,
  signOutEverywhere,
} from "../../node/accounts/administer.ts";
import { askForEmailChange, completeEmailChange } from "../../node/accounts/change-email.ts";
import { changePassword } from "../../node/accounts/change-password.ts";
import { invitePeople } from "../../node/accounts/invite.ts";
import { hashWorkDone } from "../../node/accounts/password.ts";
import { askToRegister } from "../../node/accounts/register.ts";
import { askForReset, checkResetLink, completeReset } from "../../node/accounts/reset.ts";
import { endSession, findSession, listSessions, signOut } from "../../node/accounts/sessions.ts";
import { signIn } from "../../node/accounts/sign-in.ts";
import { sweepAccounts } from "../../node/accounts/sweep.ts";
import type { NewSession, Session } from "../../node/accounts/types.ts";
import {
  joinAs,
  lastLinkTo,
  mailsOf,
  PASSWORD,
  refusalIn,
  refusalOf,
  VISITOR,
  visitorFrom,
} from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";

const COUNCILS = [
  { name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true },
  { name: "Exmoor Borough Council", domains: ["exmoor.gov.example"] },
];

let node: TestNode;
let visitors = 0;
beforeAll(async () => {
  node = await openTestNode({ config: { councils: COUNCILS } });
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

let people = 0;
async function somebody(): Promise<{ email: string; session: NewSession }> {
  const email = `officer${++people}@sunderland.gov.example`;
  return { email, session: await joinAs(node.ctx, `Officer ${people}`, email) };
}

function enter(email: string, password = PASSWORD): Promise<NewSession> {
  return signIn(node.ctx, { email, password }, visitorFrom(++visitors));
}

async function signedIn(token: string): Promise<Session> {
  const session = await findSession(node.ctx, token);
  if (!session) throw new Error("Not signed in.");
  return session;
}

test("W02: every sign-in gets a token of its own, and what the node stores is no key to it", async () => {
  const { ctx } = node;
  const { email, session } = await somebody();
  const again = await enter(email);
  expect(again.token).not.toBe(session.token);
  expect(Buffer.from(again.token, "base64url")).toHaveLength(32);
  const rows = await ctx.sql<{ stored: string }[]>`select encode(token_hash, 'hex') as stored from sessions`;
  for (const { stored } of rows) expect(await findSession(ctx, stored)).toBeNull();
  expect(await findSession(ctx, "A".repeat(43))).toBeNull();
  await signOut(ctx, await signedIn(again.token), VISITOR);
  expect(await findSession(ctx, again.token)).toBeNull();
  expect(await findSession(ctx, session.token)).not.toBeNull();
});

test("A session ends after an hour without a click, and after twelve hours in any case", async () => {
  const { ctx, clock } = node;
  const { email } = await somebody();
  const idle = await enter(email);
  clock.advance(59);
  const busy = await enter(email);
  clock.advance(2);
  expect(await findSession(ctx, idle.token)).toBeNull();
  for (let minutes = 2; minutes < 12 * 60 - 50; minutes += 50) {
    expect(await findSession(ctx, busy.token)).not.toBeNull();
    clock.advance(50);
  }
  expect(await findSession(ctx, busy.token)).not.toBeNull();
  clock.advance(50);
  expect(await findSession(ctx, busy.token)).toBeNull();
});

test("A person sees where they are signed in and ends one of those, never another person's", async () => {
  const { ctx, clock } = node;
  const { email, session } = await somebody();
  const other = await somebody();
  const second = await enter(email);
  const listed = await listSessions(ctx, session.accountId, clock.now());
  expect(listed.map((row) => row.device).sort()).toEqual(["Chrome on Windows", "Firefox on Windows"]);
  const secondId = (await signedIn(second.token)).id;
  expect(await refusalOf(endSession(ctx, other.session.accountId, secondId, VISITOR))).toBe("not-found");
  await endSession(ctx, session.accountId, secondId, VISITOR);
  expect(await findSession(ctx, second.token)).toBeNull();
  expect(await listSessions(ctx, session.accountId, clock.now())).toHaveLength(1);
});

test("W13: known and unknown addresses get the same answer, and the same work is done for both", async () => {
  const { ctx } = node;
  const { email } = await somebody();
  const closed = await somebody();
  await disableAccount(ctx, { accountId: closed.session.accountId, by: null });
  const workOf = async (address: string, password: string) => {
    const before = hashWorkDone(ctx);
    const code = await refusalOf(enter(address, password));
    return { code, hashes: hashWorkDone(ctx) - before };
  };
  const wrong = { code: "wrong-credentials", hashes: 1 };
  expect(await workOf(email, "not the password at all")).toEqual(wrong);
  expect(await workOf("nobody@sunderland.gov.example", PASSWORD)).toEqual(wrong);
  expect(await workOf("not an address", PASSWORD)).toEqual(wrong);
  expect(await workOf(closed.email, PASSWORD)).toEqual(wrong);

  const host = await somebody();
  const effectOf = async (work: () => Promise<unknown>) => {
    const count = async () =>
      (
        await ctx.sql`select (select count(*) from tokens) as tokens, (select count(*) from mails) as mails`
      )[0];
    const [before, answer, after] = [await count(), await work(), await count()];
    return {
      answer: JSON.stringify(answer),
      tokens: after?.tokens - before?.tokens,
      mails: after?.mails - before?.mails,
    };
  };
  const unknown = "new@sunderland.gov.example";
  const cases = [
    (address: string) => askToRegister(ctx, { email: address, language: "en" }, visitorFrom(++visitors)),
    (address: string) => askForReset(ctx, { email: address, language: "en" }, visitorFrom(++visitors)),
    async (address: string) =>
      (
        await invitePeople(ctx, host.session.accountId, {
          emails: [address],
          organisationId: null,
          language: "en",
        })
      ).map((r) => r.refused),
  ];
  for (const work of cases)
    expect(await effectOf(() => work(email))).toEqual(await effectOf(() => work(unknown)));
});

test("W14: of sixty tries at once on one account exactly five are let through, whatever addresses they come from", async () => {
  const { ctx, clock } = node;
  const { email } = await somebody();
  clock.advance(2);
  const before = hashWorkDone(ctx);
  const codes = await Promise.all(
    Array.from({ length: 60 }, () => refusalOf(enter(email, "wrong password here"))),
  );
  expect(codes.filter((code) => code === "wrong-credentials")).toHaveLength(5);
  expect(codes.filter((code) => code === "too-many")).toHaveLength(55);
  expect(hashWorkDone(ctx) - before).toBe(5);
  // Even the right password waits, but not for good.
  const refusal = await refusalIn(enter(email));
  expect(refusal.code).toBe("too-many");
  expect(new Date(String(refusal.facts.until)).getTime() - clock.now().getTime()).toBeLessThanOrEqual(
    15 * 60_000,
  );
  clock.advance(15);
  await enter(email);
});

test("W14: of sixty tries at once from one address exactly twenty are let through, counted by network in IPv6", async () => {
  const { clock, ctx } = node;
  for (const from of [() => "203.0.113.9", (i: number) => `2001:db8:1:2::${i.toString(16)}`]) {
    clock.advance(2);
    const tries = Array.from({ length: 60 }, (_, i) =>
      refusalOf(
        signIn(
          ctx,
          { email: `guess${i}@exmoor.gov.example`, password: "wrong password here" },
          { address: from(i), device: "" },
        ),
      ),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === "wrong-credentials")).toHaveLength(20);
    clock.advance(15);
  }
});

test("W14: of 120 tries at once on a node exactly a hundred cost it a hash, and a minute later it is open again", async () => {
  const { ctx, clock } = node;
  clock.advance(2);
  const before = hashWorkDone(ctx);
  const codes = await Promise.all(
    Array.from({ length: 120 }, (_, i) =>
      refusalOf(
        signIn(
          ctx,
          { email: `guess${i}@elsewhere.gov.example`, password: "wrong password here" },
          { address: `198.51.${i}.7`, device: "" },
        ),
      ),
    ),
  );
  expect(codes.filter((code) => code === "too-many")).toHaveLength(20);
  expect(hashWorkDone(ctx) - before).toBe(100);
  clock.advance(1);
  const { email } = await somebody();
  await enter(email);
});

test("An account that has no password, as single sign-on will make them, is refused like any wrong password", async () => {
  const { ctx, clock } = node;
  clock.advance(2);
  const { email } = await somebody();
  await ctx.sql`update accounts set password_hash = null where email = ${email}`;
  const before = hashWorkDone(ctx);
  expect(await refusalOf(enter(email))).toBe("wrong-credentials");
  expect(await refusalOf(enter(email, ""))).toBe("wrong-credentials");
  expect(hashWorkDone(ctx) - before, "and takes as long").toBe(2);
});

test("W14: a whole council signs in from one address, for what succeeds does not count against it", async () => {
  const { ctx, clock } = node;
  const { email } = await somebody();
  clock.advance(2);
  for (let i = 0; i < 30; i++)
    await signIn(ctx, { email, password: PASSWORD }, { address: "203.0.113.50", device: "" });
  expect(
    await ctx.sql`select 1 from sessions s join accounts c on c.id = s.account_id where c.email = ${email}`,
  ).toHaveLength(31);
});

test("W14: after five failures the wait between tries grows to a quarter of an hour and no further", async () => {
  const { clock } = node;
  const { email } = await somebody();
  for (let i = 0; i < 5; i++)
    expect(await refusalOf(enter(email, "wrong password here"))).toBe("wrong-credentials");
  clock.advance(15);
  for (const wait of [1, 2, 4, 8, 15, 15, 15]) {
    expect(await refusalOf(enter(email, "wrong password here"))).toBe("wrong-credentials");
    clock.advance(wait - 0.5);
    expect(await refusalOf(enter(email)), `half a minute before ${wait}`).toBe("too-many");
    clock.advance(0.5);
  }
  await enter(email);
  expect(await refusalOf(enter(email, "wrong password here"))).toBe("wrong-credentials");
  await enter(email);
});

test("A forgotten password: the link lasts 15 minutes, works once, and ends every session", async () => {
  const { ctx, clock } = node;
  const { email, session } = await somebody();
  await askForReset(ctx, { email, language: "en" }, VISITOR);
  const late = await lastLinkTo(ctx, email);
  clock.advance(15);
  expect(await refusalOf(completeReset(ctx, late, "green orchard windows", VISITOR))).toBe("expired");
  await askForReset(ctx, { email, language: "en" }, VISITOR);
  const secret = await lastLinkTo(ctx, email);
  await checkResetLink(ctx, secret);
  expect(await refusalOf(completeReset(ctx, secret, "password1234", VISITOR))).toBe("weak-password");
  await completeReset(ctx, secret, "green orchard windows", VISITOR);
  expect(await findSession(ctx, session.token)).toBeNull();
  expect(await refusalOf(completeReset(ctx, secret, "other green windows", VISITOR))).toBe("used");
  expect(await refusalOf(enter(email))).toBe("wrong-credentials");
  await enter(email, "green orchard windows");
  expect((await mailsOf(ctx)).filter((mail) => mail.recipient === email).at(-1)?.kind).toBe(
    "password-changed",
  );
});

test("Changing the password asks for the old one, ends the other sessions and keeps this one", async () => {
  const { ctx } = node;
  const { email, session } = await somebody();
  const here = await signedIn((await enter(email)).token);
  const change = (current: string, password: string) =>
    changePassword(ctx, here, { current, password }, VISITOR);
  expect(await refusalOf(change("wrong password here", "green orchard windows"))).toBe("wrong-credentials");
  expect(await refusalOf(change(PASSWORD, "short"))).toBe("weak-password");
  await change(PASSWORD, "green orchard windows");
  expect(await findSession(ctx, session.token)).toBeNull();
  expect((await listSessions(ctx, here.accountId, node.clock.now())).map((row) => row.id)).toEqual([here.id]);
});

test("Changing the address moves the account to the council of the new one, and tells the old address", async () => {
  const { ctx } = node;
  const { email, session } = await somebody();
  const here = await signedIn(session.token);
  const to = "moved@exmoor.gov.example";
  expect(await refusalOf(askForEmailChange(ctx, here, { current: "wrong password here", email: to }))).toBe(
    "wrong-credentials",
  );
  await askForEmailChange(ctx, here, { current: PASSWORD, email: to });
  await completeEmailChange(ctx, await lastLinkTo(ctx, to), VISITOR);
  expect(await findSession(ctx, session.token)).toBeNull();
  expect((await mailsOf(ctx)).at(-1)).toMatchObject({ recipient: email, kind: "email-changed" });
  expect(await refusalOf(enter(email))).toBe("wrong-credentials");
  expect((await signedIn((await enter(to)).token)).council).toBe("Exmoor Borough Council");
});

test("Administrators close accounts and sign people out at once; the last administrator stays", async () => {
  const { ctx } = node;
  const [one, two] = [await somebody(), await somebody()];
  const [first, second] = [one.session.accountId, two.session.accountId];
  await makeAdministrator(ctx, { accountId: first, by: null });
  expect(await findSession(ctx, one.session.token)).toBeNull();
  expect(await refusalOf(disableAccount(ctx, { accountId: first, by: first }))).toBe("not-allowed");
  expect(await refusalOf(endAdministrator(ctx, { accountId: first, by: first }))).toBe("not-allowed");
  await makeAdministrator(ctx, { accountId: second, by: first });
  const both = await Promise.allSettled([
    endAdministrator(ctx, { accountId: first, by: second }),
    endAdministrator(ctx, { accountId: second, by: first }),
  ]);
  expect(both.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const again = await enter(two.email);
  await signOutEverywhere(ctx, { accountId: second, by: null });
  expect(await findSession(ctx, again.token)).toBeNull();
});

test("Sign-ins and refusals stand in the audit record, addresses apart from it, and the record cannot be changed", async () => {
  const { ctx, clock } = node;
  const { email, session } = await somebody();
  await enter(email);
  await refusalOf(enter(email, "wrong password here"));
  const kinds = await ctx.sql<{ kind: string; address: string | null }[]>`
    select e.kind, a.address from audit_events e left join audit_addresses a on a.event_id = e.id
    where e.account_id = ${session.accountId} order by e.id`;
  expect(kinds.map((row) => row.kind)).toEqual(["account.created", "sign-in", "sign-in.refused"]);
  expect(kinds.at(-1)?.address).toMatch(/^198\.51\./);
  await expect(ctx.sql`delete from audit_events`).rejects.toThrow(/permission denied/);
  await expect(ctx.sql`update audit_events set kind = 'sign-in'`).rejects.toThrow(/permission denied/);
  clock.advance(91 * 24 * 60);
  await sweepAccounts(ctx);
  expect(await ctx.sql`select 1 from audit_addresses`).toHaveLength(0);
  expect(await ctx.sql`select 1 from audit_events where account_id = ${session.accountId}`).toHaveLength(3);
});
