import type { VNode } from "preact";
import type { Level } from "../../node/visibility/readable.ts";
import { Button } from "./govuk/button.tsx";
import { Select } from "./govuk/select.tsx";
import { useSpeech } from "./speech.tsx";

/** A council one can reply from: where its people sign in. */
export interface CouncilChoice {
  readonly name: string;
  /** Origin of the site that serves it. */
  readonly origin: string;
}

/** What a page is that a visitor opens at their own council, for the words of the offer. */
export type OpenedThere =
  | "community"
  | "discussion"
  | "person"
  | "communities"
  | "people"
  | "search"
  | "home"
  | "page"
  | "signIn";

export interface OwnCouncilProps {
  /** IRI of what one wants to reply to, or of the community one wants to join; address of a page to open. */
  readonly item: string;
  readonly councils: readonly CouncilChoice[];
  /** The council chosen before, on this device. */
  readonly remembered: CouncilChoice | null;
  /** False where the page itself is called so. */
  readonly titled?: boolean;
  readonly to?: "reply" | "join" | "open";
  readonly opens?: OpenedThere;
  /** Of the community to join: there a join link counts only where the community lives, and the page says so. */
  readonly level?: Level;
}

/** "Reply from your own council": a shared link is never a dead end. Chosen by name, remembered on this device. */
export function OwnCouncil(props: OwnCouncilProps): VNode | null {
  const { item, councils, remembered, titled = true, to = "reply" } = props;
  const { t } = useSpeech();
  if (councils.length === 0) return null;
  const Title = to === "reply" ? "h3" : "h2";
  return (
    <form class="own-council" action="/own-council" method="post">
      {titled ? <Title>{t(`topic.ownCouncil.${titleOf(props)}`)}</Title> : null}
      <p class="secondary">{t(`topic.ownCouncil.${textOf(props)}`)}</p>
      <input type="hidden" name="item" value={item} />
      {to === "reply" ? null : <input type="hidden" name="to" value={to} />}
      <div class="own-council__row">
        <Select
          name="council"
          id="own-council"
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

/** Key of what the offer is called. */
export function titleOf({ to, opens }: Pick<OwnCouncilProps, "to" | "opens">): string {
  if (to === "join") return "joinTitle";
  if (to !== "open") return "title";
  return opens === "home" || opens === "signIn" ? "elsewhereTitle" : "openTitle";
}

function textOf({ to, opens = "page", level }: OwnCouncilProps): string {
  if (to === "open") return `opens.${opens}`;
  if (to === "join") return level === "restricted" ? "askText" : "joinText";
  return "text";
}

/** How a council is named in the form: the origin alone is not enough, a site may serve several councils. */
export function choiceValue(council: CouncilChoice): string {
  return `${council.origin} ${council.name}`;
}
