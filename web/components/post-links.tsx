import type { VNode } from "preact";
import type { AttachedLink } from "../../node/files/types.ts";
import { useSpeech } from "./speech.tsx";

interface PostLinksProps {
  readonly links: readonly AttachedLink[];
  /** Of a community for members only: the other council opens its files to its own members alone. */
  readonly closed: boolean;
}

/** What is attached to a post that came from elsewhere: links there, each with its host (A76). */
export function PostLinks({ links, closed }: PostLinksProps): VNode | null {
  const { t } = useSpeech();
  if (links.length === 0) return null;
  return (
    <ul class="post-files" aria-label={t("files.label")}>
      {links.map(({ href, name, host }) => (
        <li key={href} class="post-file">
          <p class="post-file__name">
            {closed ? (
              name
            ) : (
              <a href={href} rel="nofollow noopener ugc">
                {name}
              </a>
            )}{" "}
            <span class="secondary small">{host}</span>
          </p>
          {closed ? <p class="post-file__state">{t("files.closedElsewhere", { host })}</p> : null}
        </li>
      ))}
    </ul>
  );
}
