import type { RefusalCode } from "../../node/refusal.ts";

/** Nonsense, or something its sender may not say: nothing happens, and the sender is told where that helps. */
export interface Refused {
  readonly type: "refused";
  readonly code: RefusalCode;
  readonly why: string;
}

/** Sound, but nothing that this node acts on: answered like an accepted one, without effect. */
export interface Ignored {
  readonly type: "ignored";
  readonly what: string;
  readonly why: string;
}

export function refused(code: RefusalCode, why: string): Refused {
  return { type: "refused", code, why };
}

export function ignored(what: string, why: string): Ignored {
  return { type: "ignored", what, why };
}
