import { PROFILE_CONTEXT } from "../../federation/contexts.ts";
import { activity, deliver, NOBODY, oneOf, REFUSED, unsigned } from "./sending.ts";
import type { Outcome, OutsideCase, Target } from "./types.ts";

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Bodies that no signature is looked at for, or whose signature proves nothing. */
const BODIES: readonly (readonly [no: string, sent: string, body: (target: Target) => string])[] = [
  [
    "A15",
    "an activity of one person, signed by another",
    (t) => activity(t, "https://victim.invalid/ap/p/1"),
  ],
  ["A46", "objects 1,000 deep", (t) => activity(t, NOBODY, { x: "HERE" }).replace('"HERE"', nested(1_000))],
  ["A46", "a list of 100,000", (t) => activity(t, NOBODY, { x: Array.from({ length: 100_000 }, () => 0) })],
  [
    "A47",
    "200 contexts elsewhere",
    (t) =>
      activity(t, NOBODY, { "@context": Array.from({ length: 200 }, (_, n) => `https://x.invalid/${n}`) }),
  ],
  [
    "A48",
    "another meaning for actor",
    (t) => activity(t, NOBODY, { "@context": [...PROFILE_CONTEXT, { actor: "as:object" }] }),
  ],
  ["A49", "@graph", (t) => activity(t, NOBODY, { "@graph": [{}] })],
  ["A49", "a list in place of an activity", (t) => `[${activity(t, NOBODY)}]`],
  [
    "A50",
    "a graph of blank nodes under a linked-data signature",
    (t) =>
      activity(t, NOBODY, {
        signature: { type: "RsaSignature2017", creator: NOBODY, signatureValue: "x" },
        x: Array.from({ length: 500 }, (_, n) => ({ id: `_:b${n}`, next: `_:b${(n * 7) % 500}` })),
      }),
  ],
  ["A59", "NUL in a text", (t) => activity(t, NOBODY, { content: "\u0000" })],
  ["A59", "half a character in a text", (t) => activity(t, NOBODY, { content: "\ud800" })],
];
/** A46–A59: what a body holds. */
export const bodies: OutsideCase[] = BODIES.map(([no, sent, body]) => ({
  no,
  sent,
  expected: "refused",
  attack: async (target) => oneOf(await deliver(target, NOBODY, body(target)), REFUSED),
}));

/** A51–A54: how much, and how slowly. */
export const sizes: OutsideCase[] = [
  {
    no: "A51",
    sent: "50 MB, unsigned",
    expected: "refused or closed",
    attack: async (t) => oneOf(await t.send(unsigned(" ".repeat(50_000_000))), [0, ...REFUSED]),
  },
  {
    no: "A51",
    sent: "a body that is 50 MB by its own word, signed",
    expected: "413 or refused",
    attack: async (t) =>
      oneOf(await deliver(t, NOBODY, "{}", { "content-length": "50000000" }), [0, ...REFUSED]),
  },
  ...["gzip", "br", "zstd"].map((encoding) => ({
    no: "A53",
    sent: `a body that is said to be ${encoding}`,
    expected: "415",
    attack: async (t: Target) =>
      oneOf(await deliver(t, NOBODY, activity(t, NOBODY), { "content-encoding": encoding }), [415]),
  })),
  {
    no: "A54",
    sent: "100 requests that never end",
    expected: "all ended within 15 s, others answered meanwhile",
    attack: halfOpen,
  },
];

async function halfOpen(target: Target): Promise<Outcome> {
  const began = performance.now();
  const half = `POST /ap/inbox HTTP/1.1\r\nHost: ${new URL(target.origin).host}\r\nContent-Type: `;
  const open = Array.from({ length: 100 }, () => target.hold(half));
  const live: number[] = [];
  for (let n = 0; n < 20; n++) {
    const asked = performance.now();
    const { status } = await target.send({ path: "/livez" });
    live.push(status === 0 ? Number.POSITIVE_INFINITY : performance.now() - asked);
  }
  await Promise.all(open);
  const seconds = (performance.now() - began) / 1000;
  const slow = live.sort((a, b) => a - b)[18] ?? 0;
  return {
    came: `all ended after ${seconds.toFixed(1)} s, p95 of others ${slow.toFixed(0)} ms`,
    ok: seconds <= 16 && slow < 1_000,
  };
}
