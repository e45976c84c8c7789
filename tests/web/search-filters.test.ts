import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const OLD = "Crossing patrol: who pays in the holidays?";
const NEW = "Crossing patrol at a closed school?";
const ELSEWHERE = "Crossing patrol contracts for two years";
const DAY_MINUTES = 24 * 60;

let councils: ThreeCouncils;
/** A visitor of Sunderland's site. */
let visitor: Browser;

beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, martin, sunderland } = councils;
  await net.connect("sunderland", "somerset");
  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.write(martin, { title: OLD, text: "The council or the school?" });
  await net.settle();
  net.clock.advance(40 * DAY_MINUTES);
  const asked = await councils.write(amara, { title: NEW, text: "It closes at Easter.", joins: true });
  await net.settle();
  await councils.write(martin, {
    text: "Keep the crossing patrol until then, and ask the highway authority to pay for the last term: ours did so twice, and the school paid for the jacket and the training.",
    parentIri: asked,
  });
  await discussInSunderland(amara);
  await net.settle();
  visitor = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
});
afterAll(async () => councils[Symbol.asyncDispose]());

async function discussInSunderland({ actorId, node }: Officer): Promise<void> {
  const { id } = await createCommunity(
    node.ctx,
    { actorId },
    {
      name: "Road safety",
      purpose: "For officers who keep children safe on roads.",
      charter: {},
      themes: [],
      language: "en",
      level: "open",
    },
  );
  const words = { title: ELSEWHERE, text: "Ours run out.", parentId: null, themes: [], lang: "en" } as const;
  const content = await composePost(node.ctx, { kind: "topic", communityId: id, submission: null, ...words });
  await publishPost(node.ctx, { authorId: actorId, content });
}

/** The titles found, and the page. */
async function search(query = ""): Promise<{ titles: readonly string[]; page: string }> {
  const page = (await visitor.get(`/search?q=crossing+patrol${query}`)).text;
  const titles = [...page.matchAll(/<h3 class="result__title"[^>]*><a href="[^"]+">(.*?)<\/a>/gs)];
  return { page, titles: titles.map(([, title = ""]) => title.replace(/<[^>]+>/g, "")).sort() };
}

/** The field that a choice of the form stands for: its name and value, as the browser would send them. */
function fieldOf(page: string, label: string): string {
  const [, id = ""] = new RegExp(`<label[^>]*for="([^"]+)"[^>]*>${label} \\(`).exec(page) ?? [];
  const [, name, value = ""] =
    new RegExp(`<input[^>]*id="${id}" name="([^"]+)" type="checkbox" value="([^"]+)"`).exec(page) ?? [];
  expect(name, label).toBeDefined();
  return `&${name}=${encodeURIComponent(value)}`;
}

test("The page says what is searched, and finds it all before anything is chosen", async () => {
  const { page, titles } = await search();
  expect(page).toContain("Searched: communities of the councils connected to this one");
  expect(titles).toEqual([ELSEWHERE, NEW, OLD].sort());
});

test.each([
  ["kind", "Questions", [NEW, OLD]],
  ["kind", "Replies", [NEW]],
  ["kind", "Discussions", [ELSEWHERE]],
  ["council, of who wrote it", "Somerset Council", [NEW, OLD]],
  ["council, of who wrote it", "Sunderland City Council", [ELSEWHERE, NEW]],
  ["community", "Road safety", [ELSEWHERE]],
  ["community", "Adoption and kinship care", [NEW, OLD]],
])("Results are narrowed by %s: %s", async (_what, label, left) => {
  const all = await search();
  const narrowed = await search(fieldOf(all.page, label));
  expect(narrowed.titles).toEqual([...left].sort());
  expect(narrowed.page, "the choice stands in the form").toMatch(
    new RegExp(`type="checkbox" value="[^"]+" checked/><label[^>]*>${label} \\(${left.length}\\)`),
  );
  expect(narrowed.page, "and can be cleared").toContain('href="/search?q=crossing+patrol"');
});

test("Results are narrowed by date, and by several things at once", async () => {
  const lately = await search("&since=month");
  expect(lately.titles).toEqual([ELSEWHERE, NEW].sort());
  expect(lately.page).toMatch(/<option value="month" selected>Last month</);
  expect((await search("&since=year")).titles).toContain(OLD);
  const { page } = await search();
  const both = `&since=month${fieldOf(page, "Questions")}${fieldOf(page, "Adoption and kinship care")}`;
  expect((await search(both)).titles).toEqual([NEW]);
  const none = await search(`${fieldOf(page, "Road safety")}${fieldOf(page, "Questions")}`);
  expect(none.titles).toEqual([]);
  expect(none.page).toContain("0 results");
});
