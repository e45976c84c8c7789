import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { sendingTo } from "../paths.ts";

export interface CommunityJoinProps {
  readonly community: CommunityPage;
  readonly form: FormState;
  /** Where to go back to. */
  readonly next: string;
}

/** Asking to join where a facilitator decides, with a line of text. */
export function CommunityJoinPage({ community, form, next }: CommunityJoinProps): VNode {
  const { t, dateOf } = useSpeech();
  const { relation } = community;
  return (
    <>
      <PageHead
        crumbs={[
          { text: t("common.communities"), href: "/communities" },
          { text: community.name, href: community.path },
        ]}
        title={t("community.ask_join.title", { community: community.name })}
        text={t("community.ask_join.text")}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        {relation.kind === "refused" ? (
          <InsetText>
            {relation.reason === ""
              ? t("community.closed.refusedNode", { date: dateOf(relation.when) })
              : t("community.ask_join.refusedBefore", {
                  date: dateOf(relation.when),
                  reason: relation.reason,
                })}
          </InsetText>
        ) : null}
        <JoinForm community={community} form={form} next={next} />
      </div>
    </>
  );
}

function JoinForm({ community, form, next }: CommunityJoinProps): VNode {
  const { t } = useSpeech();
  return (
    <form
      action={sendingTo(`${community.path}/join`)}
      method="post"
      data-behaviour="drafts"
      data-place={`${community.path}/join`}
    >
      <input type="hidden" name="next" value={next} />
      <Textarea
        name="words"
        label={t("community.ask_join.words")}
        labelSize="s"
        hint={t("community.ask_join.wordsHint")}
        rows={2}
        maxlength={500}
        value={form.text.words}
        error={errorOf(form, "words")}
      />
      <p class="secondary">{t(`community.level.${community.level}.who`)}</p>
      {community.level === "closed" ? <p>{t("community.closed.everyoneSees")}</p> : null}
      <ButtonGroup>
        <Button>{t("community.ask_join.send")}</Button>
        <a href={next}>{t("common.cancel")}</a>
      </ButtonGroup>
    </form>
  );
}
