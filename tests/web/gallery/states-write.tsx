import { adoptionKinshipThreads } from "../../../deploy/demo/content/threads/adoption-kinship.ts";
import { EMPTY_FORM } from "../../../web/forms.ts";
import { ComposePage } from "../../../web/pages/compose.tsx";
import { PostDeletePage, PostEditPage } from "../../../web/pages/post-acts.tsx";
import { ReportPage } from "../../../web/pages/report.tsx";
import { cardOf, communityPageOf } from "./communities.ts";
import { rowOf, threadOf } from "./demo-views.ts";
import type { GalleryState } from "./render.tsx";

const card = cardOf("adoption_kinship");
const rows = adoptionKinshipThreads.map((thread) => rowOf(thread, card));
const thread = threadOf(adoptionKinshipThreads[1] ?? raise(), card);
const post = thread.posts[2] ?? raise();

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
  report: {
    title: "Report this post",
    path: thread.path,
    visitor: true,
    body: () => <ReportPage thread={thread} post={post} form={EMPTY_FORM} visitor />,
  },
};

function raise(): never {
  throw new Error("The demo lacks what the gallery shows.");
}
