import type { AnyContext } from "../../node/context.ts";
import type { StoredActivity } from "../../node/outbox/read.ts";
import type { Act } from "../activities/activity.ts";
import type { JsonObject } from "../jcs.ts";

/** What rendering one activity has at hand. `kept`: another activity of this node, as it is sent. */
export interface Rendering {
  readonly ctx: AnyContext;
  readonly stored: StoredActivity;
  readonly act: Act;
  readonly kept: (iri: string) => Promise<JsonObject | null>;
}

/** Renders one type of activity, before its proof; null when what it speaks of is gone. */
export type Render = (rendering: Rendering) => Promise<JsonObject | null>;
