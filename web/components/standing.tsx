import type { VNode } from "preact";
import type { Relation } from "../../node/communities/types.ts";
import { idOf } from "../../node/ids.ts";
import { ActLink, type ActLinkProps } from "./community-act.tsx";
import { useSpeech } from "./speech.tsx";

type Of<K extends Relation["kind"]> = Extract<Relation, { kind: K }>;

/** Why posting is paused, and when it opens again. */
export function Suspended({ relation }: { relation: Of<"suspended"> }): VNode {
  const { t, dateOf } = useSpeech();
  const { reason, until } = relation;
  if (until === null) return <span class="state">{t("community.suspended", { reason })}</span>;
  return <span class="state">{t("community.suspendedUntil", { reason, date: dateOf(until) })}</span>;
}

/** Why a membership was ended, which lists leave out, and the way back. */
export function Removed({
  relation,
  way,
}: {
  relation: Of<"removed">;
  way: Omit<ActLinkProps, "text">;
}): VNode {
  const { t, dateOf } = useSpeech();
  const { reason, when } = relation;
  return (
    <>
      {way.small ? null : <span class="state">{t("community.removed", { reason, date: dateOf(when) })}</span>}
      <ActLink {...way} text={t("community.askBack")} />
    </>
  );
}

/** Whoever is invited sees by whom, and accepts there. */
export function Invited({
  relation,
  ...way
}: Omit<ActLinkProps, "text" | "href"> & { relation: Of<"invited"> }): VNode {
  const { t } = useSpeech();
  return (
    <ActLink {...way} href={`/invitations/${idOf(relation.invitationId)}`} text={t("invitations.see")} />
  );
}
