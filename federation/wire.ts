import type { NodeContext } from "../node/context.ts";
import type { Egress } from "../node/egress/egress.ts";
import { createFailing, type Failing } from "./failing.ts";
import { createHeldTokens, type HeldTokens } from "./hidden/held-tokens.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";
import { createKeyBudget, createPeerRate, type KeyBudget, type PeerRate } from "./rate.ts";

/** What every part of the federation works with; one per node, no module state. */
export interface Wire {
  readonly ctx: NodeContext;
  readonly egress: Egress;
  readonly rate: PeerRate;
  readonly budget: KeyBudget;
  readonly keys: KeyRing;
  /** Entries of logs that this node fails on. */
  readonly failing: Failing;
  /** For hidden communities elsewhere, held in memory alone. */
  readonly tokens: HeldTokens;
}

/** Makes the federation's tools over a node's context and its one way out. */
export function createWire(ctx: NodeContext, egress: Egress): Wire {
  const now = () => ctx.clock.now().getTime();
  const wire: Wire = {
    ctx,
    egress,
    rate: createPeerRate(now),
    budget: createKeyBudget(now),
    keys: createKeyRing(() => wire),
    failing: createFailing(),
    tokens: createHeldTokens(now),
  };
  return wire;
}
