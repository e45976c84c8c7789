import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { SentInvitation } from "../../node/invitations/types.ts";
import { Button } from "./govuk/button.tsx";
import { Tag } from "./govuk/text.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

const COLOUR = {
  pending: "teal",
  accepted: "green",
  declined: "grey",
  withdrawn: "grey",
  expired: "grey",
  returned: "red",
} as const;

/** Reasons with a sentence of their own; any other was the community's. */
const WHY = ["member", "already-member", "opted-out", "bounced", "not-trusted", "suspended", "rate-limited"];

interface SentInvitationRowProps {
  readonly invitation: SentInvitation;
  readonly community: CommunityPage;
  /** What was looked for, to come back to. */
  readonly q: string;
}

/** One invitation that was sent, and what became of it. */
export function SentInvitationRow({ invitation, community, q }: SentInvitationRowProps): VNode {
  const { t } = useSpeech();
  const { id, person, address, state, why, inviter, created, ends, reminded } = invitation;
  const name = person?.name ?? address ?? t("notices.someone");
  return (
    <li class="plain-list__row">
      <div>
        <strong>{name}</strong> <Tag colour={COLOUR[state]}>{t(`invitations.state.${state}`)}</Tag>
        {why === null ? null : (
          <div class="small">
            {t(`invitations.why.${WHY.includes(why) ? why : "refused"}`, {
              home: community.home ?? community.name,
            })}
          </div>
        )}
        <div class="secondary small">
          <Say
            k="invitations.sentBy"
            facts={{ name: inviter.name }}
            parts={{ date: <Time at={created} as="date" />, until: <Time at={ends} as="date" /> }}
          />{" "}
          {reminded === null ? null : (
            <Say k="invitations.paste.reminded" parts={{ date: <Time at={reminded} as="date" /> }} />
          )}
        </div>
      </div>
      {state === "pending" ? (
        <form class="plain-list__acts" action={`${community.path}/invitations`} method="post">
          <input type="hidden" name="invitation" value={id} />
          <input type="hidden" name="q" value={q} />
          <Button name="act" value="withdraw" kind="secondary" class="button--small">
            {t("invitations.withdraw")}
            <span class="govuk-visually-hidden"> {name}</span>
          </Button>
        </form>
      ) : null}
    </li>
  );
}
