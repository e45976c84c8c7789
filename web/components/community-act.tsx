import type { VNode } from "preact";
import { Button } from "./govuk/button.tsx";

export interface ActLinkProps {
  readonly href: string;
  readonly text: string;
  /** Name of the community, for those who do not see where the button stands. */
  readonly about: string;
  /** As in lists. */
  readonly small: boolean;
}

/** A button that leads to a page where one decides. */
export function ActLink({ href, text, about, small }: ActLinkProps): VNode {
  return (
    <Button href={href} kind="secondary" class={small ? "button--small" : undefined}>
      {text}
      {small ? <span class="govuk-visually-hidden"> {about}</span> : null}
    </Button>
  );
}

interface ActFormProps {
  readonly action: string;
  readonly text: string;
  readonly about: string;
  readonly kind?: "secondary" | undefined;
  readonly small: boolean;
}

/** A button that does it. */
export function ActForm({ action, text, about, kind, small }: ActFormProps): VNode {
  return (
    <form action={action} method="post">
      <Button kind={kind} class={small ? "button--small" : undefined}>
        {text}
        {small ? <span class="govuk-visually-hidden"> {about}</span> : null}
      </Button>
    </form>
  );
}
