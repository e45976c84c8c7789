import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import { Button } from "./govuk/button.tsx";
import { useSpeech } from "./speech.tsx";

export interface JoinActsProps {
  readonly community: CommunityCard;
  readonly signedIn: boolean;
  /** In lists the buttons are smaller and keep quiet about states that need no act. */
  readonly small?: boolean;
}

/** The one button that fits what a person is to a community; two only where reading and writing are apart. */
export function JoinActs({ community, signedIn, small = false }: JoinActsProps): VNode | null {
  const { t, dateOf } = useSpeech();
  const { relation, path, level, name } = community;
  const act = (verb: string, key: string, kind?: "secondary") => (
    <ActForm action={`${path}/${verb}`} text={t(key)} about={name} kind={kind} small={small} />
  );
  if (!signedIn) {
    const href = `/sign-in?next=${encodeURIComponent(path)}`;
    return (
      <Button href={href} kind="secondary" class={small ? "button--small" : undefined}>
        {t("community.signInToJoin")}
        {small ? <span class="govuk-visually-hidden"> {name}</span> : null}
      </Button>
    );
  }
  switch (relation.kind) {
    case "member":
      return small ? (
        <span class="state">
          {t(relation.role === "member" ? "community.youAreMember" : "community.youFacilitate")}
        </span>
      ) : (
        act("leave", "community.leave", "secondary")
      );
    case "suspended":
      return <span class="state">{t("community.suspended", { reason: relation.reason })}</span>;
    case "requested":
      return (
        <>
          <span class="state">{t("community.requestedOn", { date: dateOf(relation.since) })}</span>
          {act("withdraw", "community.withdraw", "secondary")}
        </>
      );
    default:
      return level === "open" ? (
        act("join", "community.join")
      ) : (
        <>
          {relation.kind === "following"
            ? act("unfollow", "community.unfollow", "secondary")
            : act("follow", "community.follow")}
          <Button href={`${path}/join`} kind="secondary" class={small ? "button--small" : undefined}>
            {t("community.askToJoin")}
            {small ? <span class="govuk-visually-hidden"> {name}</span> : null}
          </Button>
        </>
      );
  }
}

interface ActFormProps {
  readonly action: string;
  readonly text: string;
  readonly about: string;
  readonly kind?: "secondary" | undefined;
  readonly small: boolean;
}

function ActForm({ action, text, about, kind, small }: ActFormProps): VNode {
  return (
    <form action={action} method="post">
      <Button kind={kind} class={small ? "button--small" : undefined}>
        {text}
        {small ? <span class="govuk-visually-hidden"> {about}</span> : null}
      </Button>
    </form>
  );
}
