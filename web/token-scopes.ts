import type { TokenScope } from "../node/accounts/api-tokens.ts";

/**
 * The one place that says what a program may do with a person's key. A route that no line names refuses every key:
 * whatever is about the account itself, administration and moderation is done by people who signed in.
 */
const SCOPES: readonly (readonly [scope: TokenScope, routes: RegExp])[] = [
  ["read", /^GET \/(communities|search|people|people\/:handle|notifications)$/],
  ["read", /^GET \/c\/:name(\/questions|\/about|\/members|\/moderation-log)?$/],
  ["read", /^GET \/c\/:name\/t\/:id(\/p\/:post\/history)?$/],
  ["write", /^GET \/c\/:name\/t\/:id\/p\/:post\/edit$/],
  ["read", /^GET \/files\/:key$/],
  ["write", /^POST \/files(\/:file\/remove)?$/],
  ["write", /^POST \/c\/:name\/(new|join|leave|withdraw|follow|unfollow)$/],
  ["write", /^POST \/c\/:name\/t\/:id\/(reply|read)$/],
  ["write", /^POST \/c\/:name\/t\/:id\/p\/:post\/(edit|delete|useful|not-useful|accept|unaccept)$/],
  ["leavers", /^POST \/admin\/people\/switch-off$/],
];

/** What a key must be good for to use a route; null where no key may. */
export function scopeOf(route: { readonly method: string; readonly path: string }): TokenScope | null {
  return SCOPES.find(([, routes]) => routes.test(`${route.method} ${route.path}`))?.[0] ?? null;
}
