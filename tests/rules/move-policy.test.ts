import { expect, test } from "vitest";
import { type MovePlace, mayMove } from "../../node/posts/policy.ts";

const place = (facts: Partial<MovePlace> = {}): MovePlace => ({
  ...{ id: "a", peerId: null, public: true, archived: false, membership: null, administersHome: false },
  ...facts,
});
const runs = { membership: { state: "active", role: "facilitator" } } as never as Partial<MovePlace>;
const joined = { membership: { state: "active", role: "member" } } as never as Partial<MovePlace>;
const from = place(runs);
const to = (facts: Partial<MovePlace> = {}) => place({ id: "b", ...runs, ...facts });

test("A facilitator of both communities, or an administrator of their node, moves a discussion", () => {
  expect(mayMove(from, to()).ok).toBe(true);
  expect(mayMove(place({ administersHome: true }), to({ membership: null, administersHome: true })).ok).toBe(
    true,
  );
});

test.each([
  ["F-07: who facilitates the target alone", place(joined), to(), "not-allowed"],
  ["F-07: who facilitates the source alone", from, to(joined), "not-allowed"],
  [
    "a suspended facilitator",
    place({ membership: { state: "suspended", role: "facilitator" } as never }),
    to(),
    "not-allowed",
  ],
  [
    "a discussion that members only read, into an open community",
    place({ ...runs, public: false }),
    to(),
    "visibility-mismatch",
  ],
  [
    "an open discussion, into a community for members only",
    from,
    to({ public: false }),
    "visibility-mismatch",
  ],
  [
    "between two circles of members",
    place({ ...runs, public: false }),
    to({ public: false }),
    "visibility-mismatch",
  ],
  ["into a community of another node", from, to({ peerId: "p" }), "invalid"],
  ["into an archived community", from, to({ archived: true }), "invalid"],
  ["into the community it is in", from, place({ ...runs }), "invalid"],
] as const)("%s: it is not moved", (_what, source, target, code) => {
  expect(mayMove(source, target)).toMatchObject({ ok: false, code });
});
