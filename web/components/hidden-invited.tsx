import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { InvitedView } from "../../node/hidden/invite.ts";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

interface HiddenInvitedProps {
  readonly community: CommunityPage;
  readonly invited: readonly InvitedView[];
  /** What was looked for, to come back to. */
  readonly q: string;
}

/** Who of other councils is invited to a hidden community and has not answered, and the way to take it back. */
export function HiddenInvited({ community, invited, q }: HiddenInvitedProps): VNode | null {
  const { t } = useSpeech();
  if (invited.length === 0) return null;
  return (
    <>
      <h3 class="section-title">{t("invitations.waitingElsewhere")}</h3>
      <ul class="people">
        {invited.map(({ personId, name, council, node, made }) => (
          <li class="people__row" key={personId}>
            <span />
            <div class="people__main">
              <p class="people__name">
                <strong>{name}</strong> <span class="secondary">{council ?? node}</span>
              </p>
              <p class="people__facts">
                <span>
                  <Say k="invitations.madeOn" parts={{ date: <Time at={made} as="date" /> }} />
                </span>
              </p>
            </div>
            <form class="people__acts" action={`${community.path}/invitations`} method="post">
              <input type="hidden" name="person" value={personId} />
              <input type="hidden" name="q" value={q} />
              <button type="submit" class="link-button" name="act" value="withdraw">
                {t("invitations.withdraw")}
                <span class="govuk-visually-hidden"> {name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
