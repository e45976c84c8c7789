import { expect, test } from "vitest";
import { rowsOf } from "../support/row-counts.ts";
import { openTestSite, signedInOn, type TestSite } from "../support/web.ts";

const RUTH = { name: "Ruth Hallam", email: "ruth.hallam@sunderland.gov.example" };
const COUNCILS = [
  { name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true },
] as const;
const COMMUNITY = { name: "Damp", purpose: "Damp and mould.", level: "open", language: "en", looked: "yes" };
const NEW = "/c/damp/new?kind=question";
const ANYWAY = "Post it as it is";

async function openCommunity(site: TestSite) {
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  return ruth;
}

const seenIn = (html: string) => /name="looked" value="([^"]+)"/.exec(html)?.[1] ?? "";

test("What looks as if it named somebody is asked about once, named, without script; nothing is stored until it is sent again", async () => {
  await using site = await openTestSite({ config: { councils: COUNCILS } });
  const ruth = await openCommunity(site);
  const before = await rowsOf(site.ctx);
  const words = { title: "Who pays?", text: "Our tenant Mrs Adeyemi, 14 Coronation Street, owes the lot." };
  const asked = await ruth.post(NEW, words);
  expect(asked.status).toBe(200);
  expect(asked.text).toContain("Does this say who somebody is?");
  expect(asked.text).toMatch(/<strong>tenant Mrs Adeyemi<\/strong> – looks like a resident, client or child/);
  expect(asked.text).toMatch(/<strong>14 Coronation Street<\/strong> – looks like a home address/);
  expect(asked.text).toContain(ANYWAY);
  expect(asked.text).toContain("owes the lot.");
  expect(await rowsOf(site.ctx)).toEqual(before);

  const looked = seenIn(asked.text);
  const preview = await ruth.post(NEW, { ...words, looked, preview: "yes" });
  expect(seenIn(preview.text)).toBe(looked);
  const more = await ruth.post(NEW, { ...words, text: `${words.text} Ring 07700 900123.`, looked });
  expect(more.text).toMatch(/<strong>07700 900123<\/strong> – looks like a mobile number/);
  const posted = await ruth.post(NEW, { ...words, looked });
  expect(posted.status).toBe(303);
  expect(posted.to).toContain("done=posted");
});

test("A reply and a change are asked about too; clean words and programs are not", async () => {
  await using site = await openTestSite({ config: { councils: COUNCILS } });
  const ruth = await openCommunity(site);
  const question = await ruth.post(NEW, { title: "Who pays for washes?", text: "We pay for two." });
  expect(question.status).toBe(303);
  const thread = (question.to ?? "").split("?")[0] ?? "";
  const words = { text: "DOB 14/03/2011, placed out of county." };
  const asked = await ruth.post(`${thread}/reply`, words);
  expect(asked.status).toBe(200);
  expect(asked.text).toContain("looks like a date of birth");
  const replied = await ruth.post(`${thread}/reply`, { ...words, looked: seenIn(asked.text) });
  expect(replied.status).toBe(303);

  const reply = /post=([0-9a-z]+)/.exec(replied.to ?? "")?.[1] ?? "";
  const edit = `${thread}/p/${reply}/edit`;
  const change = { text: "Ring the mother on 07700 900123.", revision: "1" };
  const again = await ruth.post(edit, change);
  expect(again.text).toContain("looks like a mobile number");
  expect((await ruth.post(edit, { ...change, looked: seenIn(again.text) })).status).toBe(303);

  const program = await ruth.post(
    `${thread}/reply`,
    { text: "Her NHS number is 943 476 5919." },
    { accept: "application/json" },
  );
  expect(program.status).toBe(200);
});

test("It is asked in Welsh of who reads Welsh", async () => {
  await using site = await openTestSite({ config: { councils: COUNCILS } });
  const ruth = await openCommunity(site);
  await site.ctx.sql`update accounts set language = 'cy'`;
  const asked = await ruth.post(NEW, { title: "Pwy sy'n talu?", text: "Mae'r cwynion am 12 Heol y Bont." });
  expect(asked.text).toContain("A yw hyn yn dweud pwy yw rhywun?");
  expect(asked.text).toMatch(/<strong>12 Heol y Bont<\/strong> – yn edrych fel cyfeiriad cartref/);
});
