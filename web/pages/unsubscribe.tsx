import type { VNode } from "preact";
import type { StopView } from "../../node/notifications/unsubscribe.ts";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM } from "../forms.ts";

export interface UnsubscribePageProps {
  readonly stop: StopView;
  readonly action: string;
  /** `ask`: opened by link, nothing happened yet; `done`: stopped; `undone`: coming again. */
  readonly state: "ask" | "done" | "undone";
}

const TITLE = {
  ask: "mail.stop.title",
  done: "mail.stop.doneTitle",
  undone: "mail.stop.undoneTitle",
} as const;

const ALWAYS = {
  digest: "mail.stop.always",
  community: "mail.stop.always",
  thread: "mail.stop.alwaysThread",
  invitations: "mail.stop.alwaysInvitations",
} as const;

/** Stops mails without signing in: opening the link asks, the button does it. */
export function UnsubscribePage({ stop, action, state }: UnsubscribePageProps): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t(TITLE[state])} form={EMPTY_FORM}>
      <p>{state === "undone" ? t("mail.stop.undone") : t(keyOf(stop), { name: stop.name ?? "" })}</p>
      <p>{t(ALWAYS[stop.what])}</p>
      {state === "undone" ? null : (
        <form action={state === "done" ? `${action}/undo` : action} method="post">
          <Button kind={state === "done" ? "secondary" : undefined}>
            {t(state === "done" ? "mail.stop.undo" : "mail.stop.act")}
          </Button>
        </form>
      )}
      <p>
        <a href="/me/settings#mails">{t("mail.stop.choices")}</a>
      </p>
    </FormFrame>
  );
}

function keyOf({ what, name }: StopView): string {
  if (what === "digest" || what === "invitations") return `mail.stop.${what}`;
  if (name !== null) return `mail.stop.${what}`;
  return what === "thread" ? "mail.stop.someThread" : "mail.stop.someCommunity";
}
