import type { VNode } from "preact";
import { ActForm } from "../components/community-act.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { useSpeech } from "../components/speech.tsx";
import type { HiddenAt } from "../hidden/shapes.ts";

/** Its node knows nothing of the person any more, or not now: nothing says which, because it would tell. */
export function HiddenGonePage({ at }: { at: HiddenAt }): VNode {
  const { t } = useSpeech();
  return (
    <div class="width page page--narrow">
      <h1>{t("hidden.gone.title")}</h1>
      <p class="lead">{t("hidden.gone.text", { home: at.home })}</p>
      <ButtonGroup>
        <ActForm
          action={`${at.path}/forget`}
          text={t("hidden.gone.forget")}
          about={at.home}
          kind="secondary"
          small={false}
        />
        <a href="/hidden">{t("hidden.list.title")}</a>
      </ButtonGroup>
    </div>
  );
}

/** Its node does not answer: there is nothing to show, because nothing is kept here. */
export function HiddenAwayPage({ at, here, sent }: HiddenAwayProps): VNode {
  const { t } = useSpeech();
  const list = <a href="/hidden">{t("hidden.list.title")}</a>;
  return (
    <div class="width page page--narrow">
      <h1>{t("hidden.away.title", { home: at.home })}</h1>
      <p class="lead">{t(`hidden.away.${sent === null ? "text" : "form"}`, { home: at.home })}</p>
      {sent === null ? (
        <ButtonGroup>
          <Button href={here}>{t("hidden.away.again")}</Button>
          {list}
        </ButtonGroup>
      ) : (
        <form action={here} method="post">
          {Object.entries(sent).map(([name, value]) => (
            <SentField key={name} name={name} value={value} />
          ))}
          <ButtonGroup>
            <Button>{t("hidden.away.again")}</Button>
            {list}
          </ButtonGroup>
        </form>
      )}
    </div>
  );
}

export interface HiddenAwayProps {
  readonly at: HiddenAt;
  /** What is tried again. */
  readonly here: string;
  /** The fields of a form that reached nobody, to be sent once more; null where a page was asked for. */
  readonly sent: Readonly<Record<string, string>> | null;
}

/** What somebody typed can be read and changed; what they chose goes along. */
function SentField({ name, value }: { name: string; value: string }): VNode {
  const { t } = useSpeech();
  if (name !== "words" && name !== "reason") return <input type="hidden" name={name} value={value} />;
  return (
    <Textarea
      name={name}
      label={t("hidden.away.words")}
      labelSize="s"
      rows={4}
      maxlength={1000}
      value={value}
    />
  );
}
