import { threads } from "../../../deploy/demo/content/index.ts";
import { walkFound, walkSearch } from "../../../deploy/demo/content/walk.ts";
import { placeOf } from "../../../deploy/demo/world.ts";
import { idOf } from "../../../node/ids.ts";
import type { DemoRole, DemoSeed } from "../demo-scene.ts";
import { pathAt, postOn } from "../seed.ts";
import type { Walker } from "../walker.ts";

/** One page that is shown in docs/screens. */
export interface ShownPage {
  /** First part of the names of its pictures. */
  readonly name: string;
  readonly title: string;
  /** What one sees, in a sentence for the index. */
  readonly about: string;
  /** Who looks; null: a visitor of Sunderland's site. */
  readonly who: DemoRole | null;
  readonly path: (seed: DemoSeed) => string | Promise<string>;
  /** What one has typed already. */
  readonly typed?: (walker: Walker) => Promise<void>;
}

/** The twelve pages, in the order in which somebody new meets them. */
export const SHOWN: readonly ShownPage[] = [
  {
    name: "front",
    title: "Front page",
    about: "What a visitor sees who has not signed in.",
    who: null,
    path: () => "/",
  },
  {
    name: "home",
    title: "Home",
    about: "An officer in Sunderland: questions she could answer, what is new, communities for her work.",
    who: "amara",
    path: () => "/",
  },
  {
    name: "communities",
    title: "Communities",
    about: "The directory of every connected council.",
    who: "amara",
    path: () => "/communities",
  },
  {
    name: "community",
    title: "A community elsewhere",
    about: "Somerset's community, read in Sunderland, where nobody has joined it.",
    who: "amara",
    path: (seed) => pathAt(seed, seed.scene.site("sunderland"), "adoption_kinship"),
  },
  {
    name: "discussion",
    title: "An answered question",
    about: "Question, accepted answer and the replies of three councils.",
    who: "amara",
    path: answeredThread,
  },
  {
    name: "ask",
    title: "Asking",
    about: "The form for a question, with what was answered before.",
    who: "amara",
    path: (seed) => `${pathAt(seed, seed.scene.site("sunderland"), "adoption_kinship")}/new?kind=question`,
    typed: (walker) =>
      typeTitle(walker, "topic.compose.question", "Adoption allowance review: what do families send?"),
  },
  {
    name: "search",
    title: "Finding",
    about: "One search over every connected council.",
    who: "amara",
    path: () => `/search?q=${encodeURIComponent(walkSearch)}`,
  },
  {
    name: "person",
    title: "A person",
    about: "What an officer in another council can help with, and where she writes.",
    who: "amara",
    path: ({ scene, demo }) => {
      const handle = demo.residents.get("helen")?.handle ?? "";
      return `/people/${handle}@${new URL(scene.site("somerset").origin).host}`;
    },
  },
  {
    name: "notifications",
    title: "Notifications",
    about: "Replies, mentions, accepted answers and requests.",
    who: "graham",
    path: () => "/notifications",
  },
  {
    name: "requests",
    title: "Requests to join",
    about: "A facilitator in Wiltshire decides about an officer of Exmoor.",
    who: "graham",
    path: () => "/c/planning_enf/requests",
  },
  {
    name: "start",
    title: "Starting a community",
    about: "Name, purpose, who can read, and what is there already.",
    who: "amara",
    path: () => "/communities/new",
    typed: (walker) => typeTitle(walker, "community.new.name", "Kinship care payments"),
  },
  {
    name: "connected",
    title: "Connected councils",
    about: "The administrator's page about the councils that this one is connected to.",
    who: "callum",
    path: () => "/admin/peers",
  },
];

/** Then what is alike appears beneath. */
async function typeTitle(walker: Walker, label: string, words: string): Promise<void> {
  await walker.fill(label, words);
  await walker.page.locator(".similar").getByRole("link").first().waitFor();
}

async function answeredThread(seed: DemoSeed): Promise<string> {
  const here = seed.scene.site("sunderland");
  const thread = threads.find((one) => one.key === walkFound);
  if (!thread) throw new Error("The walk finds nothing.");
  const iri = seed.demo.posts.get(placeOf({ thread, number: 0 })) ?? "";
  return `${pathAt(seed, here, thread.community)}/t/${idOf(await postOn(here, iri))}`;
}
