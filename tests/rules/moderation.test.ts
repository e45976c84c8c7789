import { expect, test } from "vitest";
import { REPORT_CATEGORIES as ON_THE_WIRE } from "../../federation/activities/moderate.ts";
import {
  concernsAdministrators,
  isSevere,
  mayDecideReport,
  mayReport,
} from "../../node/moderation/policy.ts";
import { REPORT_CATEGORIES } from "../../node/moderation/types.ts";

test("The reasons of a report are those of the wire; the last three are severe", () => {
  expect(REPORT_CATEGORIES).toEqual(ON_THE_WIRE);
  expect(REPORT_CATEGORIES.filter(isSevere)).toEqual(["confidential-leak", "safeguarding", "illegal"]);
});

test("Whoever may read a standing post may report it, but not their own", () => {
  const post = { state: "accepted", readable: true, mine: false } as const;
  expect(mayReport(post)).toEqual({ ok: true });
  expect(mayReport({ ...post, mine: true })).toMatchObject({ code: "not-allowed" });
  expect(mayReport({ ...post, readable: false, mine: true })).toMatchObject({ code: "not-found" });
  for (const state of ["pending", "declined", "removed", "deleted", "held"] as const) {
    expect(mayReport({ ...post, state })).toMatchObject({ code: "not-found" });
  }
});

test("Facilitators of the community decide; members, strangers and former facilitators do not", () => {
  const decides = (membership: Parameters<typeof mayDecideReport>[0]["membership"], isAuthor = false) =>
    mayDecideReport({ membership, administersHome: false, isAuthor });
  expect(decides({ state: "active", role: "facilitator" })).toEqual({ ok: true });
  expect(decides({ state: "active", role: "owner" })).toEqual({ ok: true });
  expect(decides({ state: "active", role: "member" })).toMatchObject({ code: "not-allowed" });
  expect(decides({ state: "ended", role: "facilitator" })).toMatchObject({ code: "not-allowed" });
  expect(decides(null)).toMatchObject({ code: "not-allowed" });
  expect(mayDecideReport({ membership: null, administersHome: true, isAuthor: false })).toEqual({ ok: true });
});

test("To whoever is reported the report does not exist, facilitator or not", () => {
  for (const role of ["member", "facilitator"] as const) {
    const decision = mayDecideReport({
      membership: { state: "active", role },
      administersHome: true,
      isAuthor: true,
    });
    expect(decision).toMatchObject({ code: "not-found" });
  }
});

test("Administrators hear of reports where the community lives, and of severe ones where they were made or written", () => {
  const far = { communityHere: false, authorHere: false, madeHere: false, homeReachable: true } as const;
  expect(concernsAdministrators({ ...far, category: "conduct", communityHere: true })).toBe(true);
  expect(concernsAdministrators({ ...far, category: "illegal" })).toBe(false);
  for (const where of ["authorHere", "madeHere"] as const) {
    expect(concernsAdministrators({ ...far, category: "safeguarding", [where]: true })).toBe(true);
    expect(concernsAdministrators({ ...far, category: "spam", [where]: true })).toBe(false);
  }
  expect(concernsAdministrators({ ...far, category: "spam", homeReachable: false })).toBe(true);
});
