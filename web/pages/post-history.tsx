import type { VNode } from "preact";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import type { PostVersions, ShownVersion } from "../../node/posts/versions.ts";
import { PageHead } from "../components/page-head.tsx";
import { PersonCouncil, PersonName } from "../components/person.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Stretches } from "../components/stretches.tsx";
import { Time } from "../components/time.tsx";
import { postActPathOf, postPathOf } from "../paths.ts";

export interface PostHistoryProps {
  readonly thread: Pick<ThreadPage, "title" | "path" | "community">;
  readonly post: PostView;
  readonly history: PostVersions;
}

/** What a post said before, one version at a time, each compared with the one before it. */
export function PostHistoryPage({ thread, post, history }: PostHistoryProps): VNode {
  const { t } = useSpeech();
  const person = (
    <>
      <PersonName person={post.author} /> <PersonCouncil person={post.author} />
    </>
  );
  return (
    <>
      <PageHead
        crumbs={[
          { text: thread.community.name, href: thread.community.path },
          { text: thread.title, href: thread.path },
        ]}
        title={t("topic.history.title")}
        facts={<Say k="topic.history.by" parts={{ person }} />}
      />
      <div class="width page page--narrow">
        <Versions thread={thread} post={post} history={history} />
        <Elsewhere post={post} history={history} />
        <Version version={history.shown} lang={post.lang} />
        <p>
          <a href={postPathOf(thread.path, post.id)}>{t("topic.history.back")}</a>
        </p>
      </div>
    </>
  );
}

function Versions({ thread, post, history }: PostHistoryProps): VNode {
  const { t } = useSpeech();
  const [latest] = history.versions;
  if (history.versions.length < 2) return <p>{t("topic.history.none")}</p>;
  return (
    <nav aria-labelledby="versions">
      <h2 id="versions">{t("topic.history.versions")}</h2>
      <ol class="versions" reversed>
        {history.versions.map((version) => (
          <li key={version.number}>
            <a
              href={`${postActPathOf(thread.path, post.id)}/history?version=${version.number}`}
              aria-current={version.number === history.shown.number ? "page" : undefined}
            >
              <Say
                k="topic.history.version"
                facts={{ number: version.number }}
                parts={{ when: <Time at={version.made} /> }}
              />
            </a>
            {version === latest ? <span class="versions__now"> {t("topic.history.now")}</span> : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Versions from before a post came here are where it was written, and nowhere else. */
function Elsewhere({ post, history }: Pick<PostHistoryProps, "post" | "history">): VNode | null {
  if (history.complete || post.original === null) return null;
  const link = (
    <a href={post.original} rel="noopener">
      {URL.canParse(post.original) ? new URL(post.original).host : post.original}
    </a>
  );
  return (
    <p class="govuk-inset-text">
      <Say k="topic.history.elsewhere" parts={{ link }} />
    </p>
  );
}

function Version({ version, lang }: { version: ShownVersion; lang: string }): VNode {
  const { t } = useSpeech();
  const { number, before, changes, title } = version;
  // The text passed the allow-list of tags when it was written or arrived.
  const prose = <div class="prose" lang={lang} dangerouslySetInnerHTML={{ __html: version.html }} />;
  const heading = title === "" ? null : <h3 lang={lang}>{title}</h3>;
  if (before === null) {
    return (
      <section aria-labelledby="shown">
        <h2 id="shown">{t("topic.history.first", { number })}</h2>
        {heading}
        {prose}
      </section>
    );
  }
  const same = [...changes.title, ...changes.text].every(({ kind }) => kind === "same");
  return (
    <section aria-labelledby="shown">
      <h2 id="shown">{t("topic.history.changed", { number })}</h2>
      <p>{t(same ? "topic.history.sameWords" : "topic.history.key")}</p>
      {title === "" ? null : (
        <h3 lang={lang}>
          <Stretches of={changes.title} />
        </h3>
      )}
      <div class="compared" lang={lang}>
        <Stretches of={changes.text} />
      </div>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{t("topic.history.wholeText", { number })}</span>
        </summary>
        <div class="govuk-details__text">
          {heading}
          {prose}
        </div>
      </details>
    </section>
  );
}
