import type { VNode } from "preact";
import { classesOf } from "./govuk/classes.ts";
import { Icon } from "./icon.tsx";

interface FormActProps {
  readonly action: string;
  readonly text: string;
  readonly about: string;
  readonly icon?: "check";
  readonly strong?: boolean;
}

/** What one does with a post by a button alone. */
export function FormAct({ action, text, about, icon, strong = false }: FormActProps): VNode {
  return (
    <form class="act-form" action={action} method="post">
      <button type="submit" class={classesOf("act", strong && "act--strong")}>
        {icon === undefined ? null : <Icon name={icon} />}
        {text}
        <span class="govuk-visually-hidden"> {about}</span>
      </button>
    </form>
  );
}
