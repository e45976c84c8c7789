import type { ThreadPage } from "../../node/posts/types.ts";

/** Keys of what the box is called: others answer a question, the asker adds to it. */
export function replyWordsOf({ kind, mine }: Pick<ThreadPage, "kind" | "mine">) {
  if (kind === "topic")
    return { title: "topic.writeReply", label: "topic.yourReply", submit: "topic.postReply" };
  if (mine)
    return { title: "topic.addToQuestion", label: "topic.yourAddition", submit: "topic.postAddition" };
  return { title: "topic.writeAnswer", label: "topic.yourAnswer", submit: "topic.postAnswer" };
}
