import type { VNode } from "preact";
import type { PostView } from "../../node/posts/types.ts";
import { NoticeLine } from "./holding.tsx";
import { useSpeech } from "./speech.tsx";

/** That a post is a release of what others wrote, and why; or that a facilitator released what is written here to others. */
export function PostRelease({ post }: { post: PostView }): VNode | null {
  const { t, dateOf } = useSpeech();
  const { release, released, sourceChanged, author } = post;
  if (release === null && released === null) return null;
  return (
    <>
      {release === null ? null : (
        <NoticeLine icon="eye" quiet>
          <span>{t("community.release.is", { name: author.name, reason: release.reason })}</span>
        </NoticeLine>
      )}
      {sourceChanged === null ? null : (
        <NoticeLine icon="eye">
          <span>{t("community.release.sourceChanged", { date: dateOf(sourceChanged) })}</span>
        </NoticeLine>
      )}
      {released === null ? null : (
        <NoticeLine icon="eye" quiet>
          <span>{t("community.release.was", { date: dateOf(released) })}</span>
        </NoticeLine>
      )}
    </>
  );
}
