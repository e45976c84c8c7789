import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import type { Speech } from "../language.ts";
import { AskClosed } from "./ask-closed.tsx";
import { ActForm, ActLink } from "./community-act.tsx";
import { useSpeech } from "./speech.tsx";
import { Invited, Removed, Suspended } from "./standing.tsx";

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
      if (small) return <InList facilitates={relation.role !== "member"} />;
      return act("leave", "community.leave", "secondary");
    case "suspended":
      return <Suspended relation={relation} />;
    case "removed":
      return <Removed relation={relation} way={{ href: `${path}/join`, about: name, small }} />;
    case "invited":
      return <Invited relation={relation} about={name} small={small} />;
    case "requested":
      return (
        <>
          <Waiting level={level} since={relation.since} facilitators={facilitators} />
          {act("withdraw", "community.withdraw", "secondary")}
        </>
      );
    default:
      if (level === "closed") return <AskClosed community={community} small={small} />;
      return level === "open" ? (
        act("join", "community.join")
      ) : (
        <Reader community={community} small={small} />
      );
  }
}

/** Reading along, or the end of it, and the way to become a member. */
function Reader({ community, small }: { community: CommunityCard; small: boolean }): VNode {
  const { t } = useSpeech();
  const { relation, path, name } = community;
  const [verb, kind] = relation.kind === "following" ? ["unfollow", "secondary" as const] : ["follow"];
  return (
    <>
      <ActForm
        action={`${path}/${verb}`}
        text={t(`community.${verb}`)}
        about={name}
        kind={kind}
        small={small}
      />
      <ActLink href={`${path}/join`} text={t("community.askToJoin")} about={name} small={small} />
    </>
  );
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
