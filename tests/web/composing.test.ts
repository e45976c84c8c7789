import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { listTopics } from "../../node/posts/read.ts";
import { asNode } from "../../node/visibility/viewer.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { type Browser, openTestSite, type TestSite } from "../support/web.ts";

const DOMAIN = "sunderland.gov.example";
const COUNCILS = [{ name: "Sunderland City Council", domains: [DOMAIN], own: true }];
const NEW = "/c/food_waste/new?kind=question";

interface Opened extends AsyncDisposable {
  readonly site: TestSite;
  readonly ruth: Browser;
  readonly communityId: string;
}

/** Ruth's community about waste and housing, and Ruth signed in. */
async function open(): Promise<Opened> {
  const site = await openTestSite({ config: { councils: COUNCILS } });
  const founder = await joinAs(site.ctx, "Ruth Hallam", `ruth.hallam@${DOMAIN}`);
  const draft = { ...draftCommunity("Food waste"), themes: ["waste", "housing"] };
  const { id } = await createCommunity(site.ctx, founder, draft);
  const ruth = site.browser();
  await ruth.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  return { site, ruth, communityId: id, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
}

async function topicsOf({ site, communityId }: Opened) {
  const { items } = await listTopics({ sql: site.ctx.sql }, asNode("test"), communityId);
  return items.map(({ title, lang, themes }) => ({ title, lang, themes }));
}

const pathOf = (to: string | null) => (to ?? "").split("?")[0] ?? "";

test("A question carries the community's themes one ticked; another theme is refused, and what was typed is kept", async () => {
  await using at = await open();
  const form = await at.ruth.get(NEW);
  expect(form.text.match(/name="themes"/g)).toHaveLength(2);
  expect(form.text).toContain("Waste and recycling");

  const refused = await at.ruth.post(NEW, { title: "Do liners help?", text: "", themes: ["waste", "parks"] });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('value="Do liners help?"');
  expect(refused.text).toMatch(/value="waste" checked/);
  expect(await topicsOf(at)).toEqual([]);

  const asked = await at.ruth.post(NEW, { title: "Do liners help?", text: "In flats.", themes: "waste" });
  await at.ruth.post(NEW, { title: "Who pays for bin stores?", text: "", themes: "housing" });
  const thread = await at.ruth.get(asked.to ?? "");
  expect(thread.text).toContain('href="/c/food_waste?theme=waste"');
  const json = JSON.parse((await at.ruth.get(pathOf(asked.to), { accept: "application/json" })).text);
  expect(json.themes).toEqual(["waste"]);

  const all = await at.ruth.get("/c/food_waste");
  expect(all.text).toContain("Do liners help?");
  expect(all.text).toContain("Who pays for bin stores?");
  const narrowed = await at.ruth.get("/c/food_waste?theme=waste");
  expect(narrowed.text).toContain("Only discussions about Waste and recycling");
  expect(narrowed.text).toContain("Do liners help?");
  expect(narrowed.text).not.toContain("Who pays for bin stores?");
  expect(narrowed.text).toContain("sort=newest&amp;theme=waste");
  expect((await at.ruth.get("/c/food_waste?theme=parks")).text).toContain("has this theme yet");
});

test("The language of a text is found out, or said by its author, and stands on the post for those who listen to it", async () => {
  await using at = await open();
  const ask = (title: string, lang: string) => at.ruth.post(NEW, { title, text: "", lang });
  await ask("Beth sydd wedi gweithio i chi?", "");
  await ask("Caddy liners: 12.5 kg?", "cy");
  await ask("What has worked for you?", "");
  await at.ruth.post("/language", { language: "cy", next: "/" });
  const page = await at.ruth.get(NEW);
  expect(page.text).toContain("Mae hwn yn Gymraeg");
  // Where nothing tells, the page's language does.
  await ask("12.5 kg / 7 kg", "");
  const langs = Object.fromEntries((await topicsOf(at)).map(({ title, lang }) => [title, lang]));
  expect(langs).toEqual({
    "Beth sydd wedi gweithio i chi?": "cy",
    "Caddy liners: 12.5 kg?": "cy",
    "What has worked for you?": "en",
    "12.5 kg / 7 kg": "cy",
  });
  const list = await at.ruth.get("/c/food_waste");
  expect(list.text).toMatch(/<h3 class="topic__title" lang="cy"><a [^>]*>Caddy liners/);

  const asked = await at.ruth.post(NEW, { title: "Biniau", text: "Which ones?", lang: "en" });
  const reply = await at.ruth.post(`${pathOf(asked.to)}/reply`, { text: "Green bins.", lang: "cy" });
  const shown = await at.ruth.get((reply.to ?? "").split("?")[0] ?? "");
  expect(shown.text).toMatch(/<div class="prose" lang="cy"[^>]*><p>Green bins\.<\/p>/);
});

test("Editing corrects themes and language, keeps what was said before, and guesses again only where it had guessed", async () => {
  await using at = await open();
  const stated = await at.ruth.post(NEW, { title: "Caddy", text: "kg", lang: "cy", themes: "waste" });
  const guessed = await at.ruth.post(NEW, { title: "What has worked?", text: "Is it the liners?" });
  const editing = async (to: string | null) => {
    const page = await at.ruth.get(pathOf(to));
    return /href="(\/c\/food_waste\/t\/[^"]+\/edit)"/.exec(page.text)?.[1] ?? "";
  };
  const form = await at.ruth.get(await editing(stated.to));
  expect(form.text).toMatch(/<option value="cy" selected/);
  expect(form.text).toMatch(/value="waste" checked/);
  // The community lets a theme go; what has it may keep it.
  await at.site.ctx.sql`update communities set themes = '{housing}' where id = ${at.communityId}`;
  const kept = { title: "Caddies", text: "kg", revision: "1", lang: "cy" };
  expect(
    (await at.ruth.post(await editing(stated.to), { ...kept, themes: ["waste", "housing"] })).status,
  ).toBe(303);
  expect(
    (
      await at.ruth.post(await editing(guessed.to), {
        title: "Beth sydd wedi gweithio?",
        text: "Ydy hi yn y cadi?",
        revision: "1",
        lang: "en",
      })
    ).status,
  ).toBe(303);
  expect(await topicsOf(at)).toEqual([
    { title: "Beth sydd wedi gweithio?", lang: "cy", themes: [] },
    { title: "Caddies", lang: "cy", themes: ["waste", "housing"] },
  ]);
  const correct = { title: "Caddies", text: "kg", revision: "2", lang: "en", themes: "parks" };
  expect((await at.ruth.post(await editing(stated.to), correct)).status).toBe(422);
  expect((await at.ruth.post(await editing(stated.to), { ...correct, themes: "housing" })).status).toBe(303);
  const [row] = await at.site.ctx.sql<{ lang: string; lang_source: string }[]>`
    select lang, lang_source from posts where title = 'Caddies'`;
  expect(row).toEqual({ lang: "en", lang_source: "corrected" });
});

test("A draft brings back the themes and the language with the words, on any device", async () => {
  await using at = await open();
  const draft = { place: NEW, title: "Liners", text: "We are about to", themes: ["housing"], lang: "cy" };
  expect((await at.ruth.post("/drafts", draft, { accept: "application/json" })).status).toBe(200);
  const other = at.site.browser({ address: "192.0.2.44" });
  await other.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  const form = await other.get(NEW);
  expect(form.text).toContain('value="Liners"');
  expect(form.text).toMatch(/value="housing" checked/);
  expect(form.text).not.toMatch(/value="waste" checked/);
  expect(form.text).toMatch(/<option value="cy" selected/);
});
