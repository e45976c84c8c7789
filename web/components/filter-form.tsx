import type { ComponentChildren, VNode } from "preact";

/** Narrowing a list: fields in a row, one button, the choice in the address. */
export function FilterForm(props: { action: string; label: string; children: ComponentChildren }): VNode {
  return (
    <form class="filters" action={props.action} method="get" aria-label={props.label}>
      {props.children}
    </form>
  );
}
