import type { VNode } from "preact";
import type { AttachedLink } from "../../node/files/types.ts";
import { useSpeech } from "./speech.tsx";

/** What is attached to a post that came from elsewhere: links there, each with its host (A76). */
export function PostLinks({ links }: { links: readonly AttachedLink[] }): VNode | null {
  const { t } = useSpeech();
  if (links.length === 0) return null;
  return (
    <ul class="post-files" aria-label={t("files.label")}>
      {links.map(({ href, name, host }) => (
        <li key={href} class="post-file">
          <p class="post-file__name">
            <a href={href} rel="nofollow noopener ugc">
              {name}
            </a>{" "}
            <span class="secondary small">{host}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
