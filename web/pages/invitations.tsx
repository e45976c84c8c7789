import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { ReceivedInvitation } from "../../node/invitations/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { PageHead } from "../components/page-head.tsx";
import { PersonBlock } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";

/** What waits for the person looking. */
export function InvitationsPage({
  invitations,
}: {
  readonly invitations: readonly ReceivedInvitation[];
}): VNode {
  const { t, dateOf } = useSpeech();
  return (
    <>
      <PageHead title={t("invitations.receivedTitle")} text={t("invitations.receivedText")} />
      <div class="width page page--narrow">
        {invitations.length === 0 ? (
          <EmptyState
            text={t("invitations.receivedNone")}
            act={{ text: t("notices.findCommunities"), href: "/communities" }}
          />
        ) : (
          <ul class="plain-list">
            {invitations.map(({ id, community, inviter, ends }) => (
              <li key={id} class="plain-list__row">
                <div>
                  <a href={`/invitations/${idOf(id)}`}>
                    <strong>{community.name}</strong>
                  </a>
                  <div class="secondary small">
                    {t("invitations.from", { who: inviter.name, until: dateOf(ends) })}
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

/** One invitation: who invites to what, who reads there, and two buttons; one that has ended says so. */
export function InvitationPage({ invitation }: { readonly invitation: ReceivedInvitation }): VNode {
  const { t, dateOf } = useSpeech();
  const { community, inviter, words, state, ends, purpose } = invitation;
  const who =
    inviter.council === null
      ? inviter.name
      : t("notices.who", { name: inviter.name, council: inviter.council });
  return (
    <>
      <PageHead
        crumbs={[{ text: t("invitations.receivedTitle"), href: "/invitations" }]}
        title={t("invitations.youAreInvited", { community: community.name })}
        text={purpose}
      />
      <div class="width page page--narrow">
        {state === "pending" ? null : <InsetText>{t(`invitations.over.${state}`)}</InsetText>}
        <PersonBlock person={inviter} />
        {words === "" ? null : <blockquote class="request__words">{words}</blockquote>}
        {state === "pending" ? <p>{t("invitations.from", { who, until: dateOf(ends) })}</p> : null}
        <p class="secondary">{t(`community.level.${community.level}.readers`)}</p>
        {community.level === "closed" ? <p>{t("community.closed.everyoneSees")}</p> : null}
        {state === "pending" ? <Answer invitation={invitation} /> : null}
      </div>
    </>
  );
}

function Answer({ invitation }: { readonly invitation: ReceivedInvitation }): VNode {
  const { t } = useSpeech();
  const { id, community } = invitation;
  return (
    <form action={`/invitations/${idOf(id)}`} method="post">
      <ButtonGroup>
        <Button name="answer" value="accept">
          {t("invitations.accept")}
        </Button>
        <Button name="answer" value="decline" kind="secondary">
          {t("invitations.decline")}
        </Button>
        {community.level === "confidential" ? null : <a href={community.path}>{t("invitations.look")}</a>}
      </ButtonGroup>
    </form>
  );
}
