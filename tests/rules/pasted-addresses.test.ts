import { expect, test } from "vitest";
import { meantDomain, readPasted } from "../../node/invitations/addresses.ts";
import { mayBeInvited, mayHonour } from "../../node/invitations/policy.ts";

const found = (text: string) => readPasted(text).map(({ address }) => address);

test("Addresses are read as people paste them: with names, brackets, quotes, commas, semicolons, tabs and lines", () => {
  const pasted = [
    '"Bloggs, Jo" <Jo.Bloggs@Somerset.gov.example>, Amara Okafor <amara@sunderland.gov.example>;',
    "mailto:rhian@wiltshire.gov.example\tdev.gill@sunderland.gov.example.",
    "",
    "  'owen.reed@wiltshire.gov.example'  (Wiltshire)",
  ];
  expect(found(pasted.join("\r\n"))).toEqual([
    "jo.bloggs@somerset.gov.example",
    "amara@sunderland.gov.example",
    "rhian@wiltshire.gov.example",
    "dev.gill@sunderland.gov.example",
    "owen.reed@wiltshire.gov.example",
  ]);
});

test("What is no address is told as it stood there", () => {
  const wrong = [
    "jo.bloggs somerset.gov.example",
    "jo @ somerset.gov.example",
    "jo@somerset",
    "jo@@x.gov",
    "jö@x.gov",
  ];
  for (const text of wrong) expect(found(text), text).toEqual([null]);
  expect(readPasted("jo @ somerset.gov.example")[0]?.typed).toBe("jo @ somerset.gov.example");
});

test("A domain that is one slip away from a council's is asked about; a council's own and others are not", () => {
  const known = ["somerset.gov.example", "sunderland.gov.example"];
  for (const typo of [
    "somerst.gov.example",
    "somerset.gov.exampel",
    "somersset.gov.example",
    "somarset.gov.example",
  ])
    expect(meantDomain(typo, known), typo).toBe("somerset.gov.example");
  for (const other of ["somerset.gov.example", "charity.example", "dorset.gov.example"])
    expect(meantDomain(other, known), other).toBeNull();
});

test("B-06: an invitation is honoured once, for its target, before its end, and only into its community", () => {
  const now = new Date("2026-03-01T10:00:00Z");
  const ends = new Date("2026-03-31T10:00:00Z");
  const invitation = { state: "pending", ends, communityId: "c", inviteeId: "p", node: null };
  const by = { actorId: "p", origin: "https://west.example", communityId: "c" };
  expect(mayHonour(invitation, by, now)).toMatchObject({ ok: true });
  expect(mayHonour(null, by, now)).toMatchObject({ code: "not-found" });
  expect(mayHonour({ ...invitation, state: "accepted" }, by, now)).toMatchObject({ code: "used" });
  expect(mayHonour({ ...invitation, state: "withdrawn" }, by, now)).toMatchObject({ code: "not-found" });
  expect(mayHonour(invitation, { ...by, actorId: "q" }, now)).toMatchObject({ code: "not-found" });
  expect(mayHonour(invitation, { ...by, communityId: "d" }, now)).toMatchObject({ code: "not-found" });
  expect(mayHonour(invitation, by, ends)).toMatchObject({ code: "expired" });
  const addressed = { ...invitation, inviteeId: null, node: "https://west.example" };
  expect(mayHonour(addressed, { ...by, actorId: "anyone" }, now)).toMatchObject({ ok: true });
  expect(mayHonour(addressed, { ...by, origin: "https://east.example" }, now)).toMatchObject({
    code: "not-found",
  });
});

test("Members are in already, who asks is decided about, a pause is lifted first; who was declined or left may be invited", () => {
  const as = (state: "active" | "requested" | "refused" | "suspended" | "ended") => ({
    state,
    role: "member" as const,
  });
  expect(mayBeInvited(null)).toMatchObject({ ok: true });
  expect(mayBeInvited(as("refused"))).toMatchObject({ ok: true });
  expect(mayBeInvited(as("ended"))).toMatchObject({ ok: true });
  expect(mayBeInvited(as("active"))).toMatchObject({ code: "already-exists" });
  expect(mayBeInvited(as("requested"))).toMatchObject({ code: "already-requested" });
  expect(mayBeInvited(as("suspended"))).toMatchObject({ code: "suspended" });
});
