import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import type { Speech } from "../language.ts";
import { Button } from "./govuk/button.tsx";
import { useSpeech } from "./speech.tsx";

export interface JoinActsProps {
  readonly community: CommunityCard;
  readonly signedIn: boolean;
  /** In lists the buttons are smaller and keep quiet about states that need no act. */
  readonly small?: boolean;
  /** Who decides a request; empty in lists. */
  readonly facilitators?: readonly PersonLabel[];
}

/** The one button that fits what a person is to a community; two only where reading and writing are apart. */
export function JoinActs({
  community,
  signedIn,
  small = false,
  facilitators = [],
}: JoinActsProps): VNode | null {
  const { t } = useSpeech();
  const { relation, path, level, name } = community;
  if (!signedIn) return <SignInFirst path={path} name={name} small={small} />;
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
          <Waiting level={level} since={relation.since} facilitators={facilitators} />
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

function SignInFirst({ path, name, small }: { path: string; name: string; small: boolean }): VNode {
  const { t } = useSpeech();
  const href = `/sign-in?next=${encodeURIComponent(path)}`;
  return <ActLink href={href} text={t("community.signInToJoin")} about={name} small={small} />;
}

interface WaitingProps {
  readonly level: CommunityCard["level"];
  readonly since: Date;
  readonly facilitators: readonly PersonLabel[];
}

/** An open community only has to confirm; elsewhere a facilitator decides. */
function Waiting({ level, since, facilitators }: WaitingProps): VNode {
  const { t, dateOf } = useSpeech();
  if (level === "open") return <span class="state">{t("community.joining")}</span>;
  const asked = t("community.requestedOn", { date: dateOf(since) });
  const deciders = decidersOf(facilitators, t);
  return <span class="state">{deciders === null ? asked : `${asked}. ${deciders}`}</span>;
}

/** "Graham Tollard and 1 other facilitator decide."; null where none is known. */
function decidersOf([first, ...others]: readonly PersonLabel[], t: Speech["t"]): string | null {
  if (first === undefined) return null;
  if (others.length === 0) return t("community.decider", { name: first.name });
  return t("community.deciders", { name: first.name, count: others.length });
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
