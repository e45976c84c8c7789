import { z } from "zod";
import type { AnyContext } from "../../node/context.ts";

/** What a token stands for: one person of one node, in one community, for a short while. */
export interface TokenClaims {
  readonly personIri: string;
  readonly groupIri: string;
  readonly origin: string;
}

/** A token works for so long; who it is for is asked again at each request all the same. */
export const TOKEN_MINUTES = 10;
const ABOUT = "token for hidden communities";

const sealed = z.object({
  person: z.string(),
  group: z.string(),
  origin: z.string(),
  until: z.number(),
});

/** Issues a token: sealed with the node's own key, so that nobody makes or changes one, and nothing is stored for it. */
export function issueToken(ctx: AnyContext, claims: TokenClaims): { token: string; until: Date } {
  const until = new Date(ctx.clock.now().getTime() + TOKEN_MINUTES * 60_000);
  const { personIri: person, groupIri: group, origin } = claims;
  const text = JSON.stringify({ person, group, origin, until: until.getTime() });
  return { token: ctx.vault.seal(Buffer.from(text), ABOUT).toString("base64url"), until };
}

/** The claims of a token of this node that still works; null for anything else. */
export function readToken(ctx: AnyContext, token: string): TokenClaims | null {
  try {
    const text = ctx.vault.open(Buffer.from(token, "base64url"), ABOUT).toString("utf8");
    const { person, group, origin, until } = sealed.parse(JSON.parse(text));
    return until > ctx.clock.now().getTime() ? { personIri: person, groupIri: group, origin } : null;
  } catch {
    // Not ours, changed, or of a key that is gone.
    return null;
  }
}
