import type { VNode } from "preact";
import type { LinkView } from "../../node/files/types.ts";
import { useSpeech } from "./speech.tsx";

interface PostLinksProps {
  readonly links: readonly LinkView[];
  /** Of a community for members only: the other council opens its files to its own members alone. */
  readonly closed: boolean;
}

/**
 * What is attached to a post that came from elsewhere and is not here: links there, each with its host (A76), and files of
 * another council that are on their way or do not come.
 */
export function PostLinks({ links, closed }: PostLinksProps): VNode | null {
  const { t } = useSpeech();
  if (links.length === 0) return null;
  return (
    <ul class="post-files" aria-label={t("files.label")}>
      {links.map(({ href, name, host, state }) => (
        <li key={href} class="post-file">
          <p class="post-file__name">
            {closed || state === "wanted" ? (
              name
            ) : (
              <a href={href} rel="nofollow noopener ugc">
                {name}
              </a>
            )}{" "}
            <span class="secondary small">{host}</span>
          </p>
          {state === "link" && !closed ? null : (
            <p class="post-file__state">{t(`files.elsewhere.${state}`, { host })}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
