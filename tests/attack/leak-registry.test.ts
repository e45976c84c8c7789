import { expect, test } from "vitest";
import { ROUTES } from "../../federation/routes.ts";
import { NOUNS } from "../../node/commands/run.ts";
import { openTestSite } from "../support/web.ts";
import { routesOf } from "../support/web-routes.ts";
import { FORMS, SHOWN } from "./leak-surfaces.ts";
import { COMMANDS, SEARCH } from "./leak-table.ts";

test("Every route, document, form, search call and command has an entry in the tables of who learns what, and none of what is gone", async () => {
  await using site = await openTestSite();
  const pages = routesOf(site.app).map(({ method, path }) => `${method} ${path}`);
  const asked = pages.filter((one) => one.startsWith("GET "));
  const documents = ROUTES.map(({ path }) => `AP ${path}`);
  const commands = NOUNS.flatMap(({ name, verbs }) => verbs.map((verb) => `${name} ${verb.name}`.trim()));
  expect({
    forms: pages.filter((one) => !one.startsWith("GET ")).sort(),
    shown: [...asked, ...documents].sort(),
    commands: commands.sort(),
    search: Object.keys(site.ctx.ports.search).sort(),
  }).toEqual({
    forms: [...FORMS].sort(),
    shown: Object.keys(SHOWN).sort(),
    commands: Object.keys(COMMANDS).sort(),
    search: Object.keys(SEARCH).sort(),
  });
});
