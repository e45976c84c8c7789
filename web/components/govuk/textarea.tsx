import type { ComponentChildren, VNode } from "preact";
import { classesOf } from "./classes.ts";
import { describedBy, FieldHead, type FieldProps, FormGroup } from "./field.tsx";

export interface TextareaProps extends FieldProps {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly maxlength?: number | undefined;
  readonly lang?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
  /** Stands between label and control, like a toolbar. */
  readonly before?: ComponentChildren;
  /** Wraps the control alone, for custom elements that must be its parent. */
  readonly wrap?: (control: VNode) => VNode;
}

/** GOV.UK textarea. */
export function Textarea(props: TextareaProps): VNode {
  const { name, id = name, value, rows = 5, error, hint, spellcheck } = props;
  const control = (
    <textarea
      class={classesOf("govuk-textarea", error && "govuk-textarea--error")}
      id={id}
      name={name}
      rows={rows}
      maxlength={props.maxlength}
      lang={props.lang}
      autocomplete={props.autocomplete}
      disabled={props.disabled}
      spellcheck={spellcheck}
      aria-describedby={describedBy(id, hint, error, props.describedBy)}
    >
      {value}
    </textarea>
  );
  return (
    <FormGroup error={error}>
      <FieldHead {...props} id={id} />
      {props.before}
      {props.wrap ? props.wrap(control) : control}
    </FormGroup>
  );
}
