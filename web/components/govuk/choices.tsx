import type { ComponentChildren, VNode } from "preact";
import { classesOf } from "./classes.ts";
import { describedBy, ErrorMessage, type FieldProps, FormGroup, Hint } from "./field.tsx";
import { Fieldset } from "./fieldset.tsx";

/** One line of a group of radios or checkboxes. */
export interface ChoiceItem {
  readonly value: string;
  readonly text: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly labelBold?: boolean | undefined;
  readonly id?: string | undefined;
}

export interface ChoicesProps extends Omit<FieldProps, "label" | "labelSize" | "labelHidden"> {
  /** Without a legend there is no fieldset: only right for a single checkbox, or inside another fieldset. */
  readonly legend?: ComponentChildren;
  readonly legendSize?: "s" | "m" | "l" | undefined;
  readonly legendIsHeading?: boolean | undefined;
  readonly items: readonly ChoiceItem[];
  readonly small?: boolean | undefined;
  readonly inline?: boolean | undefined;
}

/** GOV.UK radios: exactly one of several. */
export function Radios(props: ChoicesProps): VNode {
  return <Choices {...props} block="govuk-radios" type="radio" />;
}

/** GOV.UK checkboxes: any of several. */
export function Checkboxes(props: ChoicesProps): VNode {
  return <Choices {...props} block="govuk-checkboxes" type="checkbox" />;
}

type Kind = { readonly block: "govuk-radios" | "govuk-checkboxes"; readonly type: "radio" | "checkbox" };

function Choices(props: ChoicesProps & Kind): VNode {
  const { name, id = name, legend, hint, error } = props;
  const described = describedBy(id, hint, error);
  const inner = <ChoiceList {...props} id={id} described={legend === undefined ? described : undefined} />;
  return (
    <FormGroup error={error}>
      {legend === undefined ? (
        inner
      ) : (
        <Fieldset
          legend={legend}
          legendSize={props.legendSize}
          isHeading={props.legendIsHeading}
          describedBy={described}
        >
          {inner}
        </Fieldset>
      )}
    </FormGroup>
  );
}

function ChoiceList(props: ChoicesProps & Kind & { id: string; described: string | undefined }): VNode {
  const { id, block, hint, error, items, small, inline } = props;
  return (
    <>
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
      {error ? <ErrorMessage id={`${id}-error`}>{error}</ErrorMessage> : null}
      <div class={classesOf(block, inline && `${block}--inline`, small && `${block}--small`)}>
        {items.map((item, i) => (
          <Choice
            key={item.value}
            {...props}
            item={item}
            itemId={item.id ?? (i === 0 ? id : `${id}-${i + 1}`)}
          />
        ))}
      </div>
    </>
  );
}

interface ChoiceProps extends Kind {
  readonly item: ChoiceItem;
  readonly itemId: string;
  readonly name: string;
  readonly described: string | undefined;
}

function Choice({ item, itemId, name, block, type, described }: ChoiceProps): VNode {
  return (
    <div class={`${block}__item`}>
      <input
        class={`${block}__input`}
        id={itemId}
        name={name}
        type={type}
        value={item.value}
        checked={item.checked}
        disabled={item.disabled}
        aria-describedby={classesOf(described, item.hint ? `${itemId}-item-hint` : null)}
      />
      <label
        class={classesOf("govuk-label", `${block}__label`, item.labelBold && "govuk-label--s")}
        for={itemId}
        lang={item.lang}
      >
        {item.text}
      </label>
      {item.hint ? (
        <div id={`${itemId}-item-hint`} class={`govuk-hint ${block}__hint`}>
          {item.hint}
        </div>
      ) : null}
    </div>
  );
}
