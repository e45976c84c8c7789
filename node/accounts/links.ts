import type { AnyContext } from "../context.ts";

const PATHS = {
  administrator: "/first",
  register: "/join/confirm",
  invite: "/invite",
  reset: "/reset",
  email: "/me/email",
} as const;

/** The full address of a link with a secret, as it stands in a mail or on the console. */
export function linkFor(ctx: AnyContext, purpose: keyof typeof PATHS, secret: string): string {
  return `${ctx.iris.origin}${PATHS[purpose]}/${secret}`;
}
