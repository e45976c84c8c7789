import type { VNode } from "preact";
import type { PeerRow } from "../../node/peers/read.ts";
import type { NodeDescription } from "../../node/ports.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { SummaryList } from "../components/govuk/summary-list.tsx";
import { Details, Tag } from "../components/govuk/text.tsx";
import { PeerFacts, PeerHistory } from "../components/peer-facts.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

export interface AdminPeersProps {
  readonly peers: readonly PeerRow[];
  readonly form: FormState;
  /** What stands at the address that was typed; null before one looked. */
  readonly described: NodeDescription | null;
  /** Fingerprint of this node's own key. */
  readonly own: string;
}

/** Nodes this one talks to: who asks, who is connected, who is late and why. */
export function AdminPeersPage({ peers, form, described, own }: AdminPeersProps): VNode {
  const { t } = useSpeech();
  const asking = peers.filter((peer) => peer.state === "knocking");
  const others = peers.filter((peer) => peer.state !== "knocking");
  return (
    <AdminFrame place="peers" title={t("peers.title")} text={t("peers.lead")} form={form}>
      {asking.length === 0 ? null : (
        <section class="measure">
          <h2 class="section-title">{t("peers.waiting")}</h2>
          <ul class="plain-list">
            {asking.map((peer) => (
              <Asking key={peer.id} peer={peer} />
            ))}
          </ul>
        </section>
      )}
      <section class="measure">
        <h2 class="section-title">{t("peers.list")}</h2>
        {others.length === 0 ? <p>{t("peers.none")}</p> : null}
        <ul class="plain-list">
          {others.map((peer) => (
            <Known key={peer.id} peer={peer} />
          ))}
        </ul>
      </section>
      <section class="measure">
        <h2 class="section-title">{t("peers.ask")}</h2>
        {described === null ? <Look form={form} /> : <Found described={described} form={form} />}
        <p class="secondary small">
          {t("peers.own")}: <code>{own}</code>
        </p>
      </section>
    </AdminFrame>
  );
}

function Look({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <form action="/admin/peers/look" method="post" novalidate>
      <Input
        name="address"
        label={t("peers.address")}
        hint={t("peers.addressHint")}
        value={form.text.address}
        error={errorOf(form, "address")}
        maxlength={300}
        autocomplete="off"
      />
      <Button kind="secondary">{t("peers.look")}</Button>
    </form>
  );
}

function Found({ described, form }: { described: NodeDescription; form: FormState }): VNode {
  const { t } = useSpeech();
  const councils = described.councils.map((council) => council.name).join(", ");
  return (
    <form action="/admin/peers" method="post" novalidate>
      <h3>{t("peers.found")}</h3>
      <SummaryList
        rows={[
          { key: t("peers.name"), value: described.name },
          { key: t("peers.address"), value: described.origin },
          { key: t("peers.councils"), value: councils || t("peers.noCouncils") },
          { key: t("peers.fingerprint"), value: <code>{described.fingerprint}</code> },
        ]}
      />
      <p class="secondary small">{t("peers.fingerprintHint")}</p>
      <input type="hidden" name="address" value={described.origin} />
      <Input
        name="message"
        label={t("peers.message")}
        value={form.text.message}
        error={errorOf(form, "message")}
        maxlength={500}
      />
      <ButtonGroup>
        <Button>{t("peers.send")}</Button>
        <a href="/admin/peers">{t("common.cancel")}</a>
      </ButtonGroup>
    </form>
  );
}

function Asking({ peer }: { peer: PeerRow }): VNode {
  const { t } = useSpeech();
  return (
    <li class="plain-list__row">
      <div>
        <strong>{peer.name}</strong>
        <PeerFacts peer={peer} />
      </div>
      <form action={`/admin/peers/${peer.id}/answer`} method="post" class="plain-list__acts">
        <Button class="button--small" name="decision" value="accept">
          {t("peers.accept")}
          <span class="govuk-visually-hidden"> {peer.name}</span>
        </Button>
        <Details summary={t("peers.refuse")}>
          <Input name="reason" id={`reason-${peer.id}`} label={t("peers.reason")} maxlength={500} />
          <Button class="button--small" kind="secondary" name="decision" value="refuse">
            {t("peers.refuse")}
            <span class="govuk-visually-hidden"> {peer.name}</span>
          </Button>
        </Details>
      </form>
    </li>
  );
}

type HoldAct = "pause" | "resume" | "block" | "accept";

const ACTS: Readonly<Record<PeerRow["state"], readonly HoldAct[]>> = {
  accepted: ["pause", "block"],
  paused: ["resume", "block"],
  blocked: ["resume"],
  refused: ["accept", "block"],
  asked: ["block"],
  known: ["block"],
  knocking: [],
};

/** What can be done: where this node was refused, accepting is for the other side. */
function actsOf({ state, theirConnectIri }: PeerRow): readonly HoldAct[] {
  return ACTS[state].filter((act) => act !== "accept" || theirConnectIri !== null);
}

function Known({ peer }: { peer: PeerRow }): VNode {
  const { t } = useSpeech();
  return (
    <li class="plain-list__row">
      <div>
        <strong>{peer.name}</strong>{" "}
        <Tag colour={peer.state === "accepted" ? "green" : "grey"}>{t(`peers.state_${peer.state}`)}</Tag>
        <PeerFacts peer={peer} />
        {peer.state === "known" || peer.state === "blocked" ? null : <PeerHistory peer={peer} />}
      </div>
      <form action={`/admin/peers/${peer.id}/hold`} method="post" class="plain-list__acts">
        {actsOf(peer).map((act) => (
          <Button key={act} class="button--small" kind="secondary" name="act" value={act}>
            {t(peer.state === "blocked" ? "peers.unblock" : `peers.${act}`)}
            <span class="govuk-visually-hidden"> {peer.name}</span>
          </Button>
        ))}
      </form>
    </li>
  );
}
