import type { ComponentChildren, VNode } from "preact";
import { classesOf } from "./classes.ts";

export interface SummaryRow {
  readonly key: string;
  readonly value: ComponentChildren;
  readonly action?: { readonly text: string; readonly hiddenText: string; readonly href: string } | undefined;
}

/** GOV.UK summary list. */
export function SummaryList({ rows }: { rows: readonly SummaryRow[] }): VNode {
  const anyAction = rows.some((row) => row.action !== undefined);
  return (
    <dl class="govuk-summary-list">
      {rows.map((row) => (
        <div
          key={row.key}
          class={classesOf(
            "govuk-summary-list__row",
            anyAction && row.action === undefined && "govuk-summary-list__row--no-actions",
          )}
        >
          <dt class="govuk-summary-list__key">{row.key}</dt>
          <dd class="govuk-summary-list__value">{row.value}</dd>
          {row.action === undefined ? null : (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={row.action.href}>
                {row.action.text}
                <span class="govuk-visually-hidden"> {row.action.hiddenText}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
