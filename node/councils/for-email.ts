import type { NodeContext, WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { type Email, readEmail } from "./email.ts";
import { councilsForDomain } from "./read.ts";
import type { Council } from "./types.ts";

/**
 * The address as checked and the councils its domain belongs to, one or more. Refuses `invalid` (field `email`) for
 * what is no acceptable address, `no-council` (fact `domain`) when no council here uses that domain.
 */
export async function councilsForEmail(
  ctx: NodeContext | WriteContext,
  typed: string,
): Promise<{ readonly email: Email; readonly councils: readonly Council[] }> {
  const email = readEmail(typed) ?? refuse("invalid", { field: "email" });
  const councils = await councilsForDomain(ctx, email.domain);
  if (councils.length === 0) refuse("no-council", { field: "email", domain: email.domain });
  return { email, councils };
}
