import { expect, test } from "vitest";
import { ROUTES } from "../../federation/routes.ts";
import { NOUNS } from "../../node/commands/run.ts";
import { WORDS } from "../../node/mail/words.ts";
import { NOTICE_KINDS } from "../../node/notifications/types.ts";
import { ASKS } from "../support/all-asks.ts";
import { metricNames } from "../support/matrix-told.ts";
import { sitesOfProduct } from "../support/sites.ts";
import { openTestSite } from "../support/web.ts";
import { routesOf } from "../support/web-routes.ts";
import { FORMS, SHOWN } from "./leak-surfaces.ts";
import { COMMANDS, DOCUMENTS_OF_CLOSED, SEARCH, WHERE } from "./leak-table.ts";
import { FIGURES, MAIL_FACTS, MAIL_TEXTS, NOTICES } from "./leak-told.ts";

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

test("Every call of the rule of who may read is asked about in the matrix by the function in which it stands", () => {
  expect(Object.keys(ASKS).sort()).toEqual([...sitesOfProduct()]);
});

test("Every kind of notice, every text of a mail and every figure has an entry in the tables of who is told what", async () => {
  await using site = await openTestSite();
  expect({
    notices: Object.keys(NOTICES).sort(),
    english: Object.keys(MAIL_TEXTS).sort(),
    welsh: Object.keys(MAIL_TEXTS).sort(),
    figures: Object.keys(FIGURES).sort(),
  }).toEqual({
    notices: [...NOTICE_KINDS].sort(),
    english: Object.keys(WORDS.en.mails).sort(),
    welsh: Object.keys(WORDS.cy.mails).sort(),
    figures: [...metricNames(site.ctx)].sort(),
  });
});

test("A68: the text of a mail about what is not open has no place for a title, for words, or for a name of what is hidden", () => {
  for (const { mails } of Object.values(WORDS))
    for (const [name, text] of Object.entries(mails)) {
      const about = MAIL_TEXTS[name];
      if (about !== "closed" && about !== "hidden") continue;
      for (const [, fact = ""] of JSON.stringify(text).matchAll(/\{(\w+)\}/g))
        expect(MAIL_FACTS[about], name).toContain(fact);
    }
});

test("What each surface is said to show stands where that fact may stand at all, and nothing hidden in a document", () => {
  const wrong: string[] = [];
  for (const [surface, [open, closed, hidden]] of Object.entries(SHOWN)) {
    for (const fact of open + closed + hidden)
      if (WHERE[fact] && !WHERE[fact].test(surface)) wrong.push(`${surface}: ${fact}`);
    if (!surface.startsWith("AP ")) continue;
    if (hidden !== "") wrong.push(`${surface} tells of hidden ones`);
    if (closed !== "" && !DOCUMENTS_OF_CLOSED.test(surface)) wrong.push(`${surface} tells of closed ones`);
  }
  expect(wrong).toEqual([]);
});
