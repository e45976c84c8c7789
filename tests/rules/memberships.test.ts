import { expect, test } from "vitest";
import { type MembershipFacts, mayJoin, mayJoinByLink } from "../../node/memberships/policy.ts";

const AT = new Date("2026-11-16T09:00:00Z");
const ended: MembershipFacts = { state: "ended", role: "member" };
const removed: MembershipFacts = { ...ended, removed: AT };
const paused: MembershipFacts = { ...ended, paused: AT };

test("Who was removed asks to come back where one may ask, also in an open community, and learns of nothing hidden", () => {
  expect(mayJoin("open", ended)).toMatchObject({ way: "at-once" });
  expect(mayJoin("open", removed)).toMatchObject({ way: "request" });
  expect(mayJoin("restricted", removed)).toMatchObject({ way: "request" });
  expect(mayJoin("closed", removed)).toMatchObject({ way: "request" });
  expect(mayJoin("closed", removed, { joinPolicy: "invitation" })).toMatchObject({ code: "invitation-only" });
  expect(mayJoin("confidential", removed)).toMatchObject({ code: "not-found" });
  expect(mayJoin("open", { ...removed, state: "requested" })).toMatchObject({ code: "already-requested" });
});

test("B-09: neither leaving nor a link meant for many ends a pause or undoes a removal", () => {
  for (const level of ["open", "restricted", "closed"] as const)
    expect(mayJoin(level, paused)).toMatchObject({ code: "suspended" });
  expect(mayJoinByLink("open", paused)).toMatchObject({ code: "suspended" });
  expect(mayJoinByLink("open", removed)).toMatchObject({ code: "needs-approval" });
});
