import type { VNode } from "preact";
import type { PeerRow } from "../../node/peers/read.ts";
import { useSpeech } from "./speech.tsx";

/** What is known of another node, for administrators: councils, key, what was said, why it is late. */
export function PeerFacts({ peer }: { peer: PeerRow }): VNode {
  const { t, dateOf } = useSpeech();
  const councils = peer.councils.map((council) => council.name).join(", ");
  const lines = [
    `${peer.origin}${councils === "" ? "" : ` · ${councils}`}`,
    peer.fingerprint ? t("peers.keyIs", { fingerprint: peer.fingerprint }) : "",
    peer.message ? t("peers.words", { message: peer.message }) : "",
    peer.reason ? t("peers.said", { reason: peer.reason }) : "",
    peer.late ? t(`peers.late_${peer.late.cause}`, { date: dateOf(peer.late.since) }) : "",
    [
      peer.lastHeard ? t("peers.heard", { date: dateOf(peer.lastHeard) }) : "",
      peer.communities > 0 ? t("peers.communities", { count: peer.communities }) : "",
      peer.waiting > 0 ? t("peers.waitingCount", { count: peer.waiting }) : "",
    ]
      .filter((part) => part !== "")
      .join(" · "),
  ];
  return (
    <>
      {lines
        .filter((line) => line !== "")
        .map((line) => (
          <div class="secondary small" key={line}>
            {line}
          </div>
        ))}
    </>
  );
}

/** What comes of its older discussions, with the way to change it. */
export function PeerHistory({ peer }: { peer: PeerRow }): VNode {
  const { t } = useSpeech();
  const { historyDays: days, historyItems: items } = peer;
  return (
    <div class="secondary small">
      {peer.bringHistory ? t("peers.historyYes", { days, items }) : t("peers.historyNo")}{" "}
      <a href={`/admin/peers/${peer.id}`}>
        {t("peers.change")}
        <span class="govuk-visually-hidden"> {t("peers.historyOf", { name: peer.name })}</span>
      </a>
    </div>
  );
}
