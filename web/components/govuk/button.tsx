import type { ComponentChildren, VNode } from "preact";
import { classesOf } from "./classes.ts";

export interface ButtonProps {
  readonly children: ComponentChildren;
  /** A link that looks like a button: for going somewhere, never for doing something. */
  readonly href?: string | undefined;
  readonly type?: "submit" | "button" | "reset" | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly kind?: "secondary" | "warning" | "inverse" | undefined;
  readonly id?: string | undefined;
  readonly class?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Address that this button submits to instead of the form's. */
  readonly formaction?: string | undefined;
  readonly formnovalidate?: boolean | undefined;
  readonly form?: string | undefined;
  readonly describedBy?: string | undefined;
}

/** GOV.UK button. */
export function Button(props: ButtonProps): VNode {
  const { children, href, type = "submit", name, value, kind, id, disabled } = props;
  const look = classesOf("govuk-button", kind && `govuk-button--${kind}`, props.class);
  if (href !== undefined) {
    return (
      <a href={href} class={look} id={id} draggable={false}>
        {children}
      </a>
    );
  }
  return (
    <button
      type={type}
      class={look}
      id={id}
      name={name}
      value={value}
      form={props.form}
      formaction={props.formaction}
      formnovalidate={props.formnovalidate}
      aria-describedby={props.describedBy}
      {...(disabled ? { disabled: true, "aria-disabled": "true" } : {})}
    >
      {children}
    </button>
  );
}

export function ButtonGroup({ children }: { children: ComponentChildren }): VNode {
  return <div class="govuk-button-group">{children}</div>;
}
