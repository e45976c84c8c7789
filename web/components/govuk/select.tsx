import type { VNode } from "preact";
import { classesOf } from "./classes.ts";
import { describedBy, FieldHead, type FieldProps, FormGroup } from "./field.tsx";

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly lang?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps extends FieldProps {
  readonly choices: readonly Choice[];
  readonly value?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

/** GOV.UK select. */
export function Select(props: SelectProps): VNode {
  const { name, id = name, choices, value, error, hint } = props;
  return (
    <FormGroup error={error}>
      <FieldHead {...props} id={id} />
      <select
        class={classesOf("govuk-select", error && "govuk-select--error")}
        id={id}
        name={name}
        disabled={props.disabled}
        aria-describedby={describedBy(id, hint, error, props.describedBy)}
      >
        {choices.map((choice) => (
          <option
            key={choice.value}
            value={choice.value}
            lang={choice.lang}
            selected={value !== undefined && choice.value === value}
            disabled={choice.disabled}
          >
            {choice.text}
          </option>
        ))}
      </select>
    </FormGroup>
  );
}
