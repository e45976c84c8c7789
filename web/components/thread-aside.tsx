import type { VNode } from "preact";
import type { ThreadPage } from "../../node/posts/types.ts";
import { WhoReads } from "./audience.tsx";
import { Card } from "./card.tsx";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";
import { HashtagList, ThemeList } from "./themes.tsx";

/** What members alone can read is moved nowhere. */
const MOVABLE: ReadonlySet<string> = new Set(["open", "restricted"]);

/** Beside a discussion: what is like it, what it is about, and what facilitators can do. */
export function ThreadAside({ thread }: { thread: ThreadPage }): VNode {
  const { t } = useSpeech();
  return (
    <aside class="page__aside" aria-label={t("topic.asideLabel")}>
      {thread.related.length === 0 ? null : (
        <Card title={t("topic.related")}>
          <ul>
            {thread.related.map((one) => (
              <li key={one.path}>
                <a href={one.path} lang={one.lang}>
                  {one.title}
                </a>{" "}
                <span class="small secondary">{one.community}</span>
                {one.answered ? (
                  <span class="small success">
                    <Icon name="check" />
                    {t("topic.answered")}
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t("topic.postedIn")}>
        <p>
          <a href={thread.community.path}>{thread.community.name}</a>
        </p>
        <WhoReads {...thread} />
        <ThemeList themes={thread.themes} path={thread.community.path} />
        <HashtagList hashtags={thread.hashtags} />
      </Card>
      {thread.may.pin || thread.may.lock ? <FacilitatorActs thread={thread} /> : null}
    </aside>
  );
}

function FacilitatorActs({ thread }: { thread: ThreadPage }): VNode {
  const { t } = useSpeech();
  return (
    <Card title={t("topic.forFacilitators")}>
      <ul>
        {thread.may.pin ? (
          <li>
            <form action={`${thread.path}/${thread.pinned ? "unpin" : "pin"}`} method="post">
              <button type="submit" class="link-button">
                {t(thread.pinned ? "topic.unpin" : "topic.pin")}
              </button>
            </form>
          </li>
        ) : null}
        {thread.may.lock ? (
          <li>
            <a href={`${thread.path}/${thread.locked === null ? "lock" : "unlock"}`}>
              {t(thread.locked === null ? "topic.lock" : "topic.unlock")}
            </a>
          </li>
        ) : null}
        {thread.may.lock && MOVABLE.has(thread.community.level) ? (
          <li>
            <a href={`${thread.path}/move`}>{t("topic.moveTo")}</a>
          </li>
        ) : null}
      </ul>
    </Card>
  );
}
