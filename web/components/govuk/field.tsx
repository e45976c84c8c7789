import type { ComponentChildren, VNode } from "preact";
import { useSpeech } from "../speech.tsx";
import { classesOf } from "./classes.ts";

/** What every form control of GOV.UK Frontend has around it. */
export interface FieldProps {
  readonly name: string;
  /** Default: the name. */
  readonly id?: string | undefined;
  readonly label: ComponentChildren;
  /** Larger labels: `s`, `m`, `l`. */
  readonly labelSize?: "s" | "m" | "l" | undefined;
  /** The label is there for screen readers only, because what stands around it says the same to everyone else. */
  readonly labelHidden?: boolean | undefined;
  readonly hint?: ComponentChildren;
  /** A finished sentence; it also stands in the summary at the top. */
  readonly error?: string | null | undefined;
}

/** The ids that describe a control, in the order in which a screen reader should read them. */
export function describedBy(id: string, hint: unknown, error: unknown, before?: string): string | undefined {
  return classesOf(before, Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`);
}

export function FormGroup({ error, children }: { error?: unknown; children: ComponentChildren }): VNode {
  return (
    <div class={classesOf("govuk-form-group", Boolean(error) && "govuk-form-group--error")}>{children}</div>
  );
}

interface LabelProps extends Pick<FieldProps, "labelSize" | "labelHidden"> {
  readonly for: string;
  readonly children: ComponentChildren;
}

export function Label({ for: id, labelSize, labelHidden, children }: LabelProps): VNode {
  const size = labelSize ? `govuk-label--${labelSize}` : null;
  return (
    <label class={classesOf("govuk-label", size, labelHidden && "govuk-visually-hidden")} for={id}>
      {children}
    </label>
  );
}

export function Hint({ id, children }: { id: string; children: ComponentChildren }): VNode {
  return (
    <div id={id} class="govuk-hint">
      {children}
    </div>
  );
}

export function ErrorMessage({ id, children }: { id: string; children: ComponentChildren }): VNode {
  const { t } = useSpeech();
  return (
    <p id={id} class="govuk-error-message">
      <span class="govuk-visually-hidden">{t("common.errorPrefix")}</span> {children}
    </p>
  );
}

/** Label, hint and message of one control, in GOV.UK's order. */
export function FieldHead(props: FieldProps & { readonly id: string }): VNode {
  const { id, label, labelSize, labelHidden, hint, error } = props;
  return (
    <>
      <Label for={id} labelSize={labelSize} labelHidden={labelHidden}>
        {label}
      </Label>
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      {error ? <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage> : null}
    </>
  );
}
