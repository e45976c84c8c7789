import type { ComponentChildren, VNode } from "preact";
import { classesOf } from "./classes.ts";

export interface FieldsetProps {
  readonly legend: ComponentChildren;
  readonly legendSize?: "s" | "m" | "l" | undefined;
  /** The legend is the heading of the page. */
  readonly isHeading?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly children?: ComponentChildren;
}

/** GOV.UK fieldset. */
export function Fieldset({ legend, legendSize, isHeading, describedBy, children }: FieldsetProps): VNode {
  return (
    <fieldset class="govuk-fieldset" aria-describedby={describedBy}>
      <legend
        class={classesOf("govuk-fieldset__legend", legendSize && `govuk-fieldset__legend--${legendSize}`)}
      >
        {isHeading ? <h1 class="govuk-fieldset__heading">{legend}</h1> : legend}
      </legend>
      {children}
    </fieldset>
  );
}
