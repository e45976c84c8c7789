import type { VNode } from "preact";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM } from "../forms.ts";

export interface LinkOverPageProps {
  readonly what: "join" | "invite" | "reset" | "email" | "first";
  /** `used`, `expired`, or `unknown`: never was one, or was taken back. */
  readonly why: "used" | "expired" | "unknown";
}

const NEXT = { join: "/join", invite: "/join", reset: "/forgotten", email: "/me/email", first: "/" } as const;

/** A link that does not work any more: why, and the one thing to do. */
export function LinkOverPage({ what, why }: LinkOverPageProps): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t(`account.over.title.${why}`)} lead={t(`account.over.${what}`)} form={EMPTY_FORM}>
      <p>
        <Button href={NEXT[what]}>{t(`account.over.act.${what}`)}</Button>
      </p>
      <p>
        <a href="/sign-in">{t("account.over.signIn")}</a>
      </p>
    </FormFrame>
  );
}
