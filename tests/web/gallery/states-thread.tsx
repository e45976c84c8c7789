import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import type { PostView, ThreadPage } from "../../../node/posts/types.ts";
import { EMPTY_FORM } from "../../../web/forms.ts";
import { ThreadPageView } from "../../../web/pages/thread.tsx";
import { cardOf } from "./communities.ts";
import { threadOf } from "./demo-views.ts";
import type { GalleryState } from "./render.tsx";

const card = cardOf("adoption_kinship");
const demo = adoptionKinshipThreads[1];
if (demo === undefined) throw new Error("The demo has no second thread.");
const related = [
  {
    title: "Means test for allowances: do you count disability benefits?",
    path: "/c/x/t/1",
    answered: true,
    lang: "en",
    community: "Adoption and kinship care",
  },
  {
    title: "Kinship local offer: forty examples",
    path: "/c/x/t/2",
    answered: false,
    lang: "en",
    community: "Foster carers",
  },
];
const thread = threadOf(demo, card, { related });
const councils = [
  { name: "Exmoor Borough Council", origin: "https://cop.somerset.example" },
  { name: "Somerset Council", origin: "https://cop.somerset.example" },
  { name: "Wiltshire Council", origin: "https://cop.wiltshire.example" },
];

function shown(view: ThreadPage, change: Partial<Parameters<typeof ThreadPageView>[0]> = {}) {
  return (
    <ThreadPageView
      thread={view}
      late={null}
      form={EMPTY_FORM}
      to={null}
      preview={null}
      kept={null}
      ownCouncil={{ councils, remembered: null }}
      {...change}
    />
  );
}

/** The same thread where its last posts are the reader's own, each in another state of its way. */
function travelling(): ThreadPage {
  const since = new Date("2026-11-20T15:40:00Z");
  const states: readonly PostView["journey"][] = [
    { kind: "arrived" },
    { kind: "on-its-way", since },
    {
      kind: "saved",
      since,
      late: { home: "Somerset Communities", since: new Date("2026-11-20T13:05:00Z"), cause: "not-answering" },
    },
    {
      kind: "declined",
      reason: "This names a child. Please leave out the name of the school.",
      code: "not-allowed",
    },
  ];
  const posts = thread.posts.map((post, i) => {
    const journey = states[i - (thread.posts.length - states.length)];
    return journey === undefined
      ? post
      : { ...post, journey, may: { ...post.may, edit: true, delete: true, useful: false } };
  });
  return { ...thread, posts };
}

function withGone(): ThreadPage {
  const gone = [
    null,
    null,
    { kind: "removed", reason: "It names a family." },
    { kind: "deleted", reason: "" },
  ] as const;
  const posts = thread.posts.map((post, i) => {
    const may = { ...post.may, accept: i === 4, remove: true };
    return { ...post, accepted: false, may, gone: gone[i] ?? null };
  });
  return { ...thread, posts, acceptedAnswer: null, may: { ...thread.may, pin: true, lock: true } };
}

export const threadStates: Readonly<Record<string, GalleryState>> = {
  thread: { title: thread.title, path: thread.path, body: () => shown(thread) },
  "thread-visitor": {
    title: thread.title,
    path: thread.path,
    visitor: true,
    body: () =>
      shown({
        ...thread,
        may: { ...thread.may, answerHere: "sign-in" },
        posts: thread.posts.map((post) => ({
          ...post,
          isNew: false,
          may: { ...post.may, useful: false, reply: false },
        })),
      }),
  },
  "thread-journeys": {
    title: thread.title,
    path: thread.path,
    done: "posted",
    body: () => shown(travelling()),
  },
  "thread-facilitator": {
    title: thread.title,
    path: thread.path,
    body: () =>
      shown(withGone(), {
        late: {
          home: "Somerset Communities",
          since: new Date("2026-11-20T13:05:00Z"),
          cause: "certificate-expired",
        },
      }),
  },
  "thread-error": {
    title: thread.title,
    path: thread.path,
    body: () =>
      shown(
        {
          ...thread,
          may: { ...thread.may, answerHere: "reply-joins" },
          firstNew: { page: 1, postId: thread.posts.at(-1)?.id ?? "" },
        },
        {
          form: { text: { text: "" }, lists: {}, errors: [{ field: "text", text: "Write something first" }] },
          to: { id: "x", number: 4, name: "Rajesh Patel" },
        },
      ),
  },
  "thread-ask-to-join": {
    title: thread.title,
    path: thread.path,
    body: () =>
      shown(
        { ...thread, may: { ...thread.may, answerHere: "ask-to-join" } },
        { kept: "We changed ours in April." },
      ),
  },
};
