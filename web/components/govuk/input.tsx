import { type ComponentChildren, h, type VNode } from "preact";
import { classesOf } from "./classes.ts";
import { describedBy, FieldHead, type FieldProps, FormGroup } from "./field.tsx";

export interface InputProps extends FieldProps {
  readonly type?: "text" | "email" | "password" | "search" | "url" | "tel" | "date" | undefined;
  readonly value?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly inputmode?: "text" | "email" | "numeric" | "search" | "url" | undefined;
  readonly autocapitalize?: "none" | "sentences" | "words" | undefined;
  readonly spellcheck?: boolean | undefined;
  /** Width in characters. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | 30 | undefined;
  readonly maxlength?: number | undefined;
  readonly lang?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
  /** Stands after the control inside the group, like a list of suggestions. */
  readonly after?: ComponentChildren;
}

/** GOV.UK text input. */
export function Input(props: InputProps): VNode {
  const { name, id = name, type = "text", value, error, hint, width, spellcheck } = props;
  return (
    <FormGroup error={error}>
      <FieldHead {...props} id={id} />
      {/* The types of JSX know one set of attributes for each type of input; here the type is chosen by the caller. */}
      {h("input", {
        class: classesOf(
          "govuk-input",
          width && `govuk-input--width-${width}`,
          error && "govuk-input--error",
        ),
        id,
        name,
        type,
        value: value || undefined,
        autocomplete: props.autocomplete,
        inputmode: props.inputmode,
        autocapitalize: props.autocapitalize,
        maxlength: props.maxlength,
        lang: props.lang,
        disabled: props.disabled,
        spellcheck,
        "aria-describedby": describedBy(id, hint, error, props.describedBy),
      })}
      {props.after}
    </FormGroup>
  );
}
