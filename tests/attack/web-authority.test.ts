import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { addressOf, type Fill, type Registered, routesOf } from "../support/web-routes.ts";
import { fillScene, ROLES, type Role, type WebScene } from "../support/web-scene.ts";

let site: TestSite;
let scene: WebScene;
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
});
afterAll(async () => site[Symbol.asyncDispose]());

const EVERYONE = ROLES;
const PEOPLE = ROLES.filter((role) => role !== "visitor");

/**
 * Who may use a route, by the first line that fits. A new route of a community has no line until somebody writes one:
 * until then this test fails.
 */
const WHO: readonly (readonly [pattern: RegExp, who: readonly Role[]])[] = [
  [/ \/admin(\/|$)/, ["administrator"]],
  [/ \/me\/email\/:token$/, EVERYONE],
  [/ \/(me|mentions|welcome|notifications|drafts|preview|similar|ask)(\/|$)/, PEOPLE],
  [/^POST \/files(\/:file\/remove)?$/, PEOPLE],
  [/^GET \/files\/:key$/, EVERYONE],
  [/ \/hidden(\/|$)/, PEOPLE],
  [/ \/moderation\/appeals$/, PEOPLE],
  [/ \/moderation\/appeals\/:id$/, ["administrator"]],
  [/ \/moderation\/:id$/, ["facilitator", "administrator"]],
  [/ \/moderation\/held\/:id$/, ["facilitator"]],
  [/ \/moderation$/, PEOPLE],
  [/ \/communities\/new$/, PEOPLE],
  [/ \/(communities\/similar|people|people\/:handle)$/, EVERYONE],
  [/ \/(first|invite|reset|unsubscribe|join\/confirm)\/:token/, EVERYONE],
  [
    / \/(join|join\/check|forgotten|forgotten\/check|sign-in|sign-out|language|own-council|open|search|communities)$/,
    EVERYONE,
  ],
  [/ \/(accessibility|privacy|house-rules|robots\.txt|favicon\.ico|livez|readyz|assets\/:file|)$/, EVERYONE],
  [
    /^GET \/c\/:name(\/about|\/members|\/questions|\/moderation-log|\/feed\.atom|\/t\/:id|\/t\/:id\/p\/:post\/history|)$/,
    EVERYONE,
  ],
  [/^GET \/c\/:name\/join\/:code$/, EVERYONE],
  [/^POST \/c\/:name\/join\/:code$/, PEOPLE],
  [/^POST \/c\/:name\/join-link$/, ["facilitator"]],
  [/^GET \/c\/:name\/join$/, PEOPLE],
  // Nobody reports what is their own.
  [/^(GET|POST) \/c\/:name\/t\/:id\/p\/:post\/report$/, ROLES.filter((role) => role !== "member")],
  [/^(GET|POST) \/c\/:name\/lead$/, PEOPLE],
  [/^(GET|POST) \/c\/:name\/emergency-access(\/end)?$/, ["administrator"]],
  [/^POST \/c\/:name\/(follow|unfollow|join|leave|withdraw)$/, PEOPLE],
  [/^POST \/c\/:name\/t\/:id\/(read|reply)$/, PEOPLE],
  [/^(GET|POST) \/c\/:name\/new$/, PEOPLE],
  [/^POST \/c\/:name\/t\/:id\/p\/:post\/(useful|not-useful)$/, PEOPLE],
  [/^POST \/c\/:name\/t\/:id\/p\/:post\/(accept|unaccept)$/, ["author", "facilitator"]],
  [/^(GET|POST) \/c\/:name\/t\/:id\/p\/:post\/(edit|delete)$/, ["member"]],
  // Of what was removed, its author.
  [/^(GET|POST) \/c\/:name\/t\/:id\/p\/:post\/appeal$/, ["member"]],
  [/^(GET|POST) \/c\/:name\/t\/:id\/p\/:post\/(remove|restore)$/, ["facilitator"]],
  [/^(GET|POST) \/c\/:name\/t\/:id\/(lock|unlock|pin|unpin|release|move)$/, ["facilitator"]],
  [/^(GET|POST) \/invitations(\/:id)?$/, PEOPLE],
  [
    /^(GET|POST) \/c\/:name\/(export|release|settings|requests|invitations|invitations\/(check|addresses)|reports|members|members\/:person)$/,
    ["facilitator"],
  ],
];

function whoMay({ method, path }: Registered): readonly Role[] | undefined {
  return WHO.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1];
}

/** A request from a page of this site, by a role. */
async function ask(route: Registered, role: Role, fill: Fill = scene.fill): Promise<Response> {
  const { origin } = site.ctx.iris;
  const headers = {
    host: new URL(origin).host,
    "sec-fetch-site": "same-origin",
    accept: "text/html",
    ...scene.cookie(role),
  };
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
  const url = `${origin}${addressOf(route.path, fill)}`;
  return site.app.fetch(new Request(url, { method: route.method, headers }), bindings);
}

/** What stands when somebody looked, was counted or was refused; nothing of what they asked for. */
const COUNTED = ["sessions", "audit_events", "audit_addresses", "login_attempts"];

test("W15: every route says who may use it", () => {
  const routes = routesOf(site.app);
  expect(routes.filter((route) => !whoMay(route)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  const text = routes.map(({ method, path }) => `${method} ${path}`);
  const unused = WHO.filter(([pattern]) => !text.some((one) => pattern.test(one)));
  expect(unused.map(([pattern]) => String(pattern))).toEqual([]);
});

describe("W15: every route as everyone", () => {
  test.each(ROLES)(
    "W15: as %s one sees what is theirs to see, and is turned away from the rest",
    async (role) => {
      for (const route of routesOf(site.app).filter(({ method }) => method === "GET")) {
        const answer = await ask(route, role);
        const to = answer.headers.get("location") ?? "";
        const where = `${route.path}: ${answer.status} ${to}`;
        // A link with a secret is not there without it; a file or notice of this name and a feed that is off neither.
        const absent =
          /:token|:file|:key|:place|:code|notifications\/:id|^\/invitations\/:id|feed\.atom|^\/open$/.test(
            route.path,
          );
        const away = [401, 403, 404].includes(answer.status) || to.startsWith("/sign-in");
        if (whoMay(route)?.includes(role)) expect(away && !absent, where).toBe(false);
        else if (role === "visitor") expect(to, where).toMatch(/^\/sign-in\?next=/);
        else expect([403, 404], where).toContain(answer.status);
      }
    },
  );

  test.each(ROLES)("W15: as %s one changes nothing that is not theirs to change", async (role) => {
    const before = await rowsOf(site.ctx);
    for (const route of routesOf(site.app).filter(({ method }) => method !== "GET")) {
      if (whoMay(route)?.includes(role)) continue;
      const { status } = await ask(route, role);
      // Taking back what is not there is no error; that nothing moved is seen below.
      const none = /\/(unaccept|unpin|unlock)$/.test(route.path) ? [303] : [];
      expect(
        role === "visitor" ? [401] : [403, 404, ...none],
        `${route.method} ${route.path}: ${status}`,
      ).toContain(status);
    }
    expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
  });
});

describe("W15, A70: what is of one community, asked for in another", () => {
  test("A70: whoever facilitates one community has no way to things of another through it", async () => {
    const before = await rowsOf(site.ctx);
    const crossed: Fill = { ...scene.fill, "c/:name": scene.elsewhere.handle };
    const crossing = routesOf(site.app).filter(({ path }) => path.startsWith("/c/:name/t/"));
    expect(crossing.length).toBeGreaterThan(15);
    for (const route of crossing) {
      for (const role of ["facilitator elsewhere", "facilitator", "administrator"] as const) {
        const answer = await ask(route, role, crossed);
        const to = answer.headers.get("location");
        const led =
          to !== null && new URL(to, site.ctx.iris.origin).pathname.startsWith(`/c/${scene.place.handle}/`);
        expect(
          led || [403, 404].includes(answer.status),
          `${route.method} ${route.path} as ${role}: ${answer.status} ${to}`,
        ).toBe(true);
      }
    }
    expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
  });

  test("A70: a reply is not found in another thread, nor a request, member or report in another community", async () => {
    const { idOf } = await import("../../node/ids.ts");
    const before = await rowsOf(site.ctx);
    const crossed: Fill = {
      ...scene.fill,
      "c/:name": scene.elsewhere.handle,
      "t/:id": idOf(scene.topicElsewhere.id),
    };
    for (const route of routesOf(site.app).filter(({ path }) => path.includes("/p/:post/"))) {
      const { status } = await ask(route, "facilitator elsewhere", crossed);
      expect([403, 404], `${route.method} ${route.path}`).toContain(status);
    }
    expect((await ask({ method: "POST", path: "/moderation/:id" }, "facilitator elsewhere")).status).toBe(
      404,
    );
    const { origin } = site.ctx.iris;
    for (const [path, form] of [
      [`/c/${scene.elsewhere.handle}/members`, { person: scene.people.member.actorId, act: "appoint" }],
      [
        `/c/${scene.elsewhere.handle}/members`,
        { person: scene.people.facilitator.actorId, act: "step-down" },
      ],
      [
        `/c/${scene.elsewhere.handle}/requests`,
        { request: scene.people.member.actorId, decision: "approve" },
      ],
      [
        `/c/${scene.place.handle}/members`,
        { person: scene.people["facilitator elsewhere"].actorId, act: "appoint" },
      ],
    ] as const) {
      const headers = {
        host: new URL(origin).host,
        "sec-fetch-site": "same-origin",
        ...scene.cookie("facilitator elsewhere"),
      };
      const body = new URLSearchParams(form);
      const answer = await site.app.fetch(new Request(`${origin}${path}`, { method: "POST", headers, body }));
      expect([303, 403, 404, 409, 422], `${path} ${JSON.stringify(form)}: ${answer.status}`).toContain(
        answer.status,
      );
    }
    expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
  });
});
