import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { SentInvitation } from "../../node/invitations/types.ts";
import { isByReference } from "./by-reference.ts";
import { SentInvitationRow } from "./sent-invitation.tsx";
import { useSpeech } from "./speech.tsx";

interface SentInvitationsProps {
  readonly community: CommunityPage;
  readonly sent: readonly SentInvitation[];
  /** What was looked for, to come back to. */
  readonly q: string;
}

/** Invitations sent, each with what became of it, and the way to take it back. */
export function SentInvitations({ community, sent, q }: SentInvitationsProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <h3 class="section-title">{t("invitations.sentTitle")}</h3>
      {community.home === null || isByReference(community) ? null : (
        <p class="secondary">{t("invitations.elsewhere", { home: community.home })}</p>
      )}
      {sent.length === 0 ? <p>{t("invitations.sentNone")}</p> : null}
      <ul class="plain-list">
        {sent.map((invitation) => (
          <SentInvitationRow key={invitation.id} invitation={invitation} community={community} q={q} />
        ))}
      </ul>
    </>
  );
}
