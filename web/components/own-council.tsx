import type { VNode } from "preact";
import { Button } from "./govuk/button.tsx";
import { Select } from "./govuk/select.tsx";
import { useSpeech } from "./speech.tsx";

/** A council one can reply from: where its people sign in. */
export interface CouncilChoice {
  readonly name: string;
  /** Origin of the site that serves it. */
  readonly origin: string;
}

export interface OwnCouncilProps {
  /** IRI of what one wants to reply to. */
  readonly item: string;
  readonly councils: readonly CouncilChoice[];
  /** The council chosen before, on this device. */
  readonly remembered: CouncilChoice | null;
  /** False where the page itself is called so. */
  readonly titled?: boolean;
}

/** "Reply from your own council": a shared link is never a dead end. Chosen by name, remembered on this device. */
export function OwnCouncil({ item, councils, remembered, titled = true }: OwnCouncilProps): VNode | null {
  const { t } = useSpeech();
  if (councils.length === 0) return null;
  return (
    <form class="own-council" action="/own-council" method="post">
      {titled ? <h3>{t("topic.ownCouncil.title")}</h3> : null}
      <p class="secondary">{t("topic.ownCouncil.text")}</p>
      <input type="hidden" name="item" value={item} />
      <div class="own-council__row">
        <Select
          name="council"
          label={t("topic.ownCouncil.label")}
          value={remembered === null ? "" : choiceValue(remembered)}
          choices={[
            { value: "", text: t("topic.ownCouncil.choose") },
            ...councils.map((council) => ({ value: choiceValue(council), text: council.name })),
          ]}
        />
        <Button kind="secondary">{t("topic.ownCouncil.go")}</Button>
      </div>
    </form>
  );
}

/** How a council is named in the form: the origin alone is not enough, a site may serve several councils. */
export function choiceValue(council: CouncilChoice): string {
  return `${council.origin} ${council.name}`;
}
