import { verifyAudit } from "../audit/verify.ts";
import type { NodeContext } from "../context.ts";
import type { Answer, Call, Noun } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

const HEAD = /^\d{1,15}:[0-9a-f]{64}$/i;

export const AUDIT: Noun = {
  name: "audit",
  about:
    "The record of sign-ins, refusals, administration and moderation, a chain that shows changes: verify.",
  verbs: [
    {
      name: "verify",
      about: "Reckons the whole chain again. Exit code 0: it holds; 1: it does not, and from which event on.",
      takes: "",
      least: 0,
      most: 0,
      options: [
        {
          name: "head",
          value: "<event:hash>",
          about: "A head that was noted earlier: is it still in the chain?",
        },
      ],
      needs: "node",
      run: verify,
    },
  ],
};

const WHAT = {
  changed: "is not what was sealed, or what was before it is not",
  deleted: "was taken away",
  inserted: "was put in after what follows it was sealed",
  head: "has not the seal that was noted: the chain was made anew, cut off or goes back to a backup",
} as const;

async function verify(ctx: NodeContext, call: Call): Promise<Answer> {
  const noted = call.option("head");
  if (noted !== null && !HEAD.test(noted))
    throw new UsageFault("A head is a number, a colon and 64 digits: see audit verify --help.");
  const state = await verifyAudit(ctx, noted);
  const { sealed, waiting, head, broken } = state;
  const counts = `${sealed} events are sealed, ${waiting} wait to be.`;
  const lines =
    broken === null
      ? [`The audit record holds. ${counts}`, `Head: ${head ?? "none"}`]
      : [`The audit record does not hold: event ${broken.eventId} ${WHAT[broken.what]}.`, counts];
  return { lines, json: state, code: broken === null ? 0 : 1 };
}
