import type { ComponentChildren, VNode } from "preact";
import { useSpeech } from "../speech.tsx";
import { classesOf } from "./classes.ts";

export interface TagProps {
  readonly children: ComponentChildren;
  readonly colour?: "grey" | "green" | "teal" | "purple" | "yellow" | "red" | undefined;
}

/** GOV.UK tag: the state of a thing in a word or two. */
export function Tag({ children, colour }: TagProps): VNode {
  return <strong class={classesOf("govuk-tag", colour && `govuk-tag--${colour}`)}>{children}</strong>;
}

/** GOV.UK warning text. */
export function WarningText({ children }: { children: ComponentChildren }): VNode {
  const { t } = useSpeech();
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{t("common.warning")}</span> {children}
      </strong>
    </div>
  );
}

/** GOV.UK inset text. */
export function InsetText({ children }: { children: ComponentChildren }): VNode {
  return <div class="govuk-inset-text">{children}</div>;
}

export interface DetailsProps {
  readonly summary: ComponentChildren;
  readonly open?: boolean | undefined;
  readonly id?: string | undefined;
  readonly children: ComponentChildren;
}

/** GOV.UK details: more for those who want it, without script. */
export function Details({ summary, open, id, children }: DetailsProps): VNode {
  return (
    <details class="govuk-details" id={id} open={open}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{summary}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}
