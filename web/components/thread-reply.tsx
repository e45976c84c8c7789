import type { VNode } from "preact";
import type { ThreadPage } from "../../node/posts/types.ts";
import { LIMITS } from "../../node/text/limits.ts";
import type { FormState } from "../forms.ts";
import { Readers } from "./audience.tsx";
import { Composer } from "./composer.tsx";
import { ComposerChoices } from "./composer-choices.tsx";
import { Button } from "./govuk/button.tsx";
import { InsetText } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { OwnCouncil, type OwnCouncilProps } from "./own-council.tsx";
import { replyWordsOf } from "./reply-words.ts";
import { useSpeech } from "./speech.tsx";

export interface ThreadReplyProps {
  readonly thread: ThreadPage;
  readonly form: FormState;
  /** The post being answered, when it is not the first. */
  readonly to: { readonly id: string; readonly number: number; readonly name: string } | null;
  readonly preview: string | null;
  /** Text kept from before, where one may not post yet. */
  readonly kept: string | null;
  /** When the draft that fills the box was kept (ISO 8601). */
  readonly seen?: string | null;
  readonly ownCouncil: Omit<OwnCouncilProps, "item">;
}

/** The way to reply, whatever a person may do here: write, write and join, ask to join, sign in, or read why not. */
export function ThreadReply(props: ThreadReplyProps): VNode {
  const { thread } = props;
  const { t } = useSpeech();
  return (
    <section class="reply" id="reply" aria-labelledby="reply-title">
      <h2 class="reply__title" id="reply-title">
        {t(replyWordsOf(thread).title)}
      </h2>
      <Way {...props} />
    </section>
  );
}

function Way(props: ThreadReplyProps): VNode {
  const { thread, ownCouncil, kept } = props;
  const { t } = useSpeech();
  switch (thread.may.answerHere) {
    case "reply":
    case "reply-joins":
      return <ReplyForm {...props} />;
    case "ask-to-join":
      return (
        <InsetText>
          <p>{t("topic.askToJoinFirst", { community: thread.community.name })}</p>
          {kept === null || kept === "" ? null : <p>{t("topic.textKept")}</p>}
          <Button href={`${thread.community.path}/join?next=${encodeURIComponent(thread.path)}`}>
            {t("community.askToJoin")}
          </Button>
        </InsetText>
      );
    case "sign-in":
      return (
        <div class="sign-in-ways">
          <p>
            <Button href={`/sign-in?next=${encodeURIComponent(`${thread.path}#reply`)}`}>
              {t("topic.signInToReply")}
            </Button>
          </p>
          <OwnCouncil item={thread.iri} {...ownCouncil} />
        </div>
      );
    case "locked":
      return <Closed text={t("topic.lockedBecause", { reason: thread.locked?.reason ?? "" })} kept={kept} />;
    case "suspended":
      return <Closed text={t("errors.refusal.suspended")} kept={kept} />;
  }
}

function ReplyForm({ thread, form, to, preview, seen }: ThreadReplyProps): VNode {
  const { t } = useSpeech();
  const words = replyWordsOf(thread);
  return (
    <Composer
      community={thread.community}
      action={`${thread.path}/reply`}
      place={thread.path}
      form={form}
      keepHere
      seen={seen}
      label={t(words.label)}
      rows={6}
      most={LIMITS.replyCharacters}
      submit={t(words.submit)}
      readers={<Readers {...thread} />}
      preview={preview}
      lang={form.text.lang || undefined}
      choices={<ComposerChoices form={form} themes={[]} community={thread.community} />}
    >
      {thread.may.answerHere === "reply-joins" ? (
        <p class="notice-line notice-line--quiet">
          <Icon name="users" />
          <span>{t("topic.postingJoins", { community: thread.community.name })}</span>
        </p>
      ) : null}
      {to === null ? null : (
        <p class="composer__to">
          <Icon name="corner-up-left" />
          {t("topic.replyTo", { name: to.name, number: to.number })}{" "}
          <a href={`${thread.path}#reply`}>{t("topic.replyToAll")}</a>
          <input type="hidden" name="to" value={to.id} />
        </p>
      )}
    </Composer>
  );
}

/** Why nobody, or not this person, writes here; what they wrote before is not lost. */
function Closed({ text, kept }: { text: string; kept: string | null }): VNode {
  const { t } = useSpeech();
  return (
    <InsetText>
      <p>{text}</p>
      {kept === null || kept === "" ? null : <p>{t("topic.textInDrafts")}</p>}
    </InsetText>
  );
}
