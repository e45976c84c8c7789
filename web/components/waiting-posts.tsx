import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { HeldPostView } from "../../node/posts/types.ts";
import { Button } from "./govuk/button.tsx";
import { Details } from "./govuk/text.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { PersonInline } from "./person.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** Posts from outside that wait for a facilitator: letting one in is one click, declining takes a reason. */
export function WaitingPosts({ posts }: { posts: readonly HeldPostView[] }): VNode | null {
  const { t } = useSpeech();
  if (posts.length === 0) return null;
  return (
    <section>
      <h2 class="list-title">{t("report.held.title")}</h2>
      <p class="secondary">{t("report.held.text")}</p>
      <ul class="requests">
        {posts.map((post) => (
          <WaitingPost key={post.id} post={post} />
        ))}
      </ul>
    </section>
  );
}

function WaitingPost({ post }: { post: HeldPostView }): VNode {
  const { t } = useSpeech();
  const named = post.title || post.author.name;
  const hidden = <span class="govuk-visually-hidden"> {named}</span>;
  return (
    <li class="request" id={`held-${idOf(post.id)}`}>
      {post.title === "" ? null : <h3 class="govuk-heading-s">{post.title}</h3>}
      <div class="prose" lang={post.lang} dangerouslySetInnerHTML={{ __html: post.html }} />
      <p class="small secondary">
        <PersonInline person={post.author} />{" "}
        <Say
          k="report.held.from"
          parts={{
            when: <Time at={post.published} />,
            community: <a href={post.community.path}>{post.community.name}</a>,
          }}
        />
      </p>
      <form class="request__acts" action={`/moderation/held/${idOf(post.id)}`} method="post">
        <Button name="decision" value="accept">
          {t("report.held.accept")}
          {hidden}
        </Button>
        <Details summary={t("report.held.declineSummary")}>
          <Textarea
            name="reason"
            id={`reason-${idOf(post.id)}`}
            label={t("report.held.reason")}
            rows={2}
            maxlength={1000}
          />
          <Button name="decision" value="decline" kind="secondary">
            {t("report.held.decline")}
            {hidden}
          </Button>
        </Details>
      </form>
    </li>
  );
}
