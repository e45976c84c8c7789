import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { LetterView } from "../../node/letters/read.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { PersonBlock } from "../components/person.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface CommunityLeadProps {
  readonly community: CommunityPage;
  /** Null where only the community's own council knows who it is. */
  readonly lead: PersonLabel | null;
  /** What was written to the person looking, who leads or led; null for everyone else. */
  readonly letters: readonly LetterView[] | null;
  readonly form: FormState;
}

/** Writing to the lead without learning their address; for the lead, what was written. */
export function CommunityLeadPage({ community, lead, letters, form }: CommunityLeadProps): VNode {
  const { t } = useSpeech();
  const title = t(letters === null ? "community.lead.title" : "community.lead.lettersTitle", {
    name: community.name,
  });
  return (
    <>
      <PageHead crumbs={[{ text: community.name, href: community.path }]} title={title} />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        {letters === null ? (
          <LetterForm community={community} lead={lead} form={form} />
        ) : (
          <Letters letters={letters} />
        )}
      </div>
    </>
  );
}

function LetterForm({ community, lead, form }: Omit<CommunityLeadProps, "letters">): VNode {
  const { t } = useSpeech();
  return (
    <>
      {lead === null ? null : <PersonBlock person={lead} role={t("community.lead.role")} />}
      <p>{t("community.lead.means")}</p>
      <form action={`${community.path}/lead`} method="post">
        <Textarea
          name="text"
          label={t("community.lead.words")}
          labelSize="s"
          rows={6}
          maxlength={2000}
          value={form.text.text}
          error={errorOf(form, "text")}
        />
        <Checkboxes
          name="reply"
          items={[
            {
              value: "yes",
              text: t("community.lead.reply"),
              hint: t("community.lead.replyHint"),
              checked: form.lists.reply?.includes("yes"),
            },
          ]}
        />
        <Button>{t("community.lead.send")}</Button>
      </form>
    </>
  );
}

function Letters({ letters }: { letters: readonly LetterView[] }): VNode {
  const { t } = useSpeech();
  if (letters.length === 0) return <EmptyState text={t("community.lead.none")} />;
  return (
    <>
      <p class="secondary">{t("community.lead.kept")}</p>
      <ul class="requests">
        {letters.map(({ id, writer, words, replyTo, created }) => (
          <li class="request" key={id}>
            <PersonBlock person={writer} />
            <blockquote class="request__words">{words}</blockquote>
            <p class="small secondary">
              <Time at={created} />{" "}
              {replyTo === "" ? (
                t("community.lead.noAddress")
              ) : (
                <Say
                  k="community.lead.answerAt"
                  parts={{ address: <a href={`mailto:${replyTo}`}>{replyTo}</a> }}
                />
              )}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
