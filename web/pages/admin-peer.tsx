import type { VNode } from "preact";
import type { Peer } from "../../node/peers/read.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { Input } from "../components/govuk/input.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

/** One node: what it may hold of closed communities here, and how much of its older discussions comes here. */
export function AdminPeerPage({ peer, form }: { peer: Peer; form: FormState }): VNode {
  const { t } = useSpeech();
  const bring = form.text.bring ?? "yes";
  return (
    <AdminFrame
      place="peers"
      title={t("peers.historyOf", { name: peer.name })}
      text={t("peers.historyLead")}
      form={form}
    >
      <form action={`/admin/peers/${peer.id}`} method="post" class="measure" novalidate>
        <Radios
          name="bring"
          legend={t("peers.bring")}
          error={errorOf(form, "bring")}
          items={(["yes", "no"] as const).map((value) => ({
            value,
            text: t(`peers.bring_${value}`),
            checked: value === bring,
          }))}
        />
        <Amount name="days" form={form} />
        <Amount name="items" form={form} />
        <Closed peer={peer} form={form} />
        <ButtonGroup>
          <Button>{t("common.save")}</Button>
          <a href="/admin/peers">{t("common.cancel")}</a>
        </ButtonGroup>
      </form>
    </AdminFrame>
  );
}

/** What the administrator answers for; where the node does not promise it, the mark has no effect yet. */
function Closed({ peer, form }: { peer: Peer; form: FormState }): VNode {
  const { t, dateOf } = useSpeech();
  return (
    <>
      <Radios
        name="closed"
        legend={t("peers.closed")}
        hint={t("peers.closedHint", { name: peer.name })}
        error={errorOf(form, "closed")}
        items={(["no", "yes"] as const).map((value) => ({
          value,
          text: t(`peers.closed_${value}`),
          checked: value === (form.text.closed ?? "no"),
        }))}
      />
      {peer.closedLost === null || peer.closedLostWhy === null ? null : (
        <InsetText>
          {t(`peers.lost_${peer.closedLostWhy}`, { name: peer.name, date: dateOf(peer.closedLost) })}
        </InsetText>
      )}
      {peer.keepsClosed ? null : <p class="secondary">{t("peers.closedNotKept", { name: peer.name })}</p>}
    </>
  );
}

function Amount({ name, form }: { name: "days" | "items"; form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Input
      name={name}
      label={t(`peers.${name}`)}
      hint={t(`peers.${name}Hint`)}
      value={form.text[name]}
      error={errorOf(form, name)}
      inputmode="numeric"
      width={10}
      maxlength={8}
      autocomplete="off"
    />
  );
}
