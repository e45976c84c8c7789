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
  const { t } = useSpeech();
  const { relation, path, level, name } = community;
  if (!signedIn) {
    const href = `/sign-in?next=${encodeURIComponent(path)}`;
    return <ActLink href={href} text={t("community.signInToJoin")} about={name} small={small} />;
  }
  const act = (verb: string, key: string, kind?: "secondary") => (
    <ActForm action={`${path}/${verb}`} text={t(key)} about={name} kind={kind} small={small} />
  );
  switch (relation.kind) {
    case "member":
      return small ? (
        <InList facilitates={relation.role !== "member"} />
      ) : (
        act("leave", "community.leave", "secondary")
      );
    case "suspended":
      return <span class="state">{t("community.suspended", { reason: relation.reason })}</span>;
    case "requested":
      return (
        <>
          <Waiting level={level} since={relation.since} />
          {act("withdraw", "community.withdraw", "secondary")}
        </>
      );
    default:
      if (level === "open") return act("join", "community.join");
      return (
        <>
          {relation.kind === "following"
            ? act("unfollow", "community.unfollow", "secondary")
            : act("follow", "community.follow")}
          <ActLink href={`${path}/join`} text={t("community.askToJoin")} about={name} small={small} />
        </>
      );
  }
}

/** An open community only has to confirm; elsewhere a facilitator decides. */
function Waiting({ level, since }: { level: CommunityCard["level"]; since: Date }): VNode {
  const { t, dateOf } = useSpeech();
  const words =
    level === "open" ? t("community.joining") : t("community.requestedOn", { date: dateOf(since) });
  return <span class="state">{words}</span>;
}

function InList({ facilitates }: { facilitates: boolean }): VNode {
  const { t } = useSpeech();
  return <span class="state">{t(facilitates ? "community.youFacilitate" : "community.youAreMember")}</span>;
}

function ActLink({
  href,
  text,
  about,
  small,
}: {
  href: string;
  text: string;
  about: string;
  small: boolean;
}): VNode {
  return (
    <Button href={href} kind="secondary" class={small ? "button--small" : undefined}>
      {text}
      {small ? <span class="govuk-visually-hidden"> {about}</span> : null}
    </Button>
  );
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
