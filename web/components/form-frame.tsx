import type { ComponentChildren, VNode } from "preact";
import { type FormState, summaryOf } from "../forms.ts";
import { ErrorSummary } from "./govuk/error-summary.tsx";

export interface FormFrameProps {
  readonly title: string;
  /** Where in a row of steps this is, in a sentence. */
  readonly caption?: string | undefined;
  readonly lead?: ComponentChildren;
  readonly form: FormState;
  readonly children: ComponentChildren;
}

/** A page that is one form: what is wrong first, then what it is for, then the fields in a readable width. */
export function FormFrame({ title, caption, lead, form, children }: FormFrameProps): VNode {
  return (
    <div class="width page">
      <div class="measure">
        <ErrorSummary errors={summaryOf(form)} />
        {caption === undefined ? null : <p class="secondary small">{caption}</p>}
        <h1>{title}</h1>
        {lead === undefined ? null : <p class="lead">{lead}</p>}
        {children}
      </div>
    </div>
  );
}
