import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import type { PostVersions } from "../../../node/posts/versions.ts";
import { compareWords } from "../../../node/text/compare.ts";
import { EMPTY_FORM } from "../../../web/forms.ts";
import { ComposePage } from "../../../web/pages/compose.tsx";
import { PostDeletePage, PostEditPage } from "../../../web/pages/post-acts.tsx";
import { PostHistoryPage } from "../../../web/pages/post-history.tsx";
import { ReportPage } from "../../../web/pages/report.tsx";
import { cardOf, communityPageOf } from "./communities.ts";
import { rowOf, threadOf } from "./demo-views.ts";
import type { GalleryState } from "./render.tsx";

const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const thread = threadOf(adoptionKinshipThreads[1] ?? raise(), card);
const post = thread.posts[2] ?? raise();

const before = "We review the allowance each March.";
const after = "We review the allowance each April, by post.";
const history: PostVersions = {
  versions: [
    { number: 3, made: new Date("2026-11-20T15:40:00Z") },
    { number: 2, made: new Date("2026-11-19T10:05:00Z") },
  ],
  complete: false,
  shown: {
    number: 3,
    made: new Date("2026-11-20T15:40:00Z"),
    title: "",
    html: `<p>${after}</p>`,
    before: 2,
    changes: { title: [], text: compareWords(before, after) },
  },
};

/** Writing, changing and reporting. */
export const writeStates: Readonly<Record<string, GalleryState>> = {
  compose: {
    title: "Ask a question",
    path: `${card.path}/new`,
    body: () => (
      <ComposePage
        community={communityPageOf("adoption_kinship", { relation: { kind: "none" } })}
        kind="question"
        form={{
          text: { title: "What do you ask families to send for the allowance review?", text: "" },
          lists: {},
          errors: [],
        }}
        preview={null}
        joins
        similar={rows.slice(1, 3)}
      />
    ),
  },
  history: {
    title: "How this post changed",
    path: thread.path,
    body: () => (
      <PostHistoryPage
        thread={thread}
        post={{ ...post, original: "https://cop.wiltshire.example/c/x/t/1" }}
        history={history}
      />
    ),
  },
  edit: {
    title: "Edit your post",
    path: thread.path,
    body: () => (
      <PostEditPage
        thread={thread}
        post={post}
        form={{ text: { text: "We cut ours to two sides.", revision: "1" }, lists: {}, errors: [] }}
        preview={post.html}
        themes={thread.themes}
      />
    ),
  },
  delete: {
    title: "Delete your post",
    path: thread.path,
    body: () => <PostDeletePage thread={thread} post={post} form={EMPTY_FORM} />,
  },
  "report-urgent": {
    title: "Somebody may be in danger: ring first",
    path: thread.path,
    visitor: true,
    body: () => (
      <ReportPage
        thread={thread}
        post={post}
        form={{ ...EMPTY_FORM, text: { category: "safeguarding" } }}
        visitor
        urgent={{ text: "The safeguarding team, day and night: 0300 123 2224", language: "en" }}
        urgentFirst
      />
    ),
  },
  report: {
    title: "Report this post",
    path: thread.path,
    visitor: true,
    body: () => <ReportPage thread={thread} post={post} form={EMPTY_FORM} visitor urgent={null} />,
  },
};

function raise(): never {
  throw new Error("The demo lacks what the gallery shows.");
}
