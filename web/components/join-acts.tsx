import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import { AskClosed } from "./ask-closed.tsx";
import { ActForm, ActLink } from "./community-act.tsx";
import { useSpeech } from "./speech.tsx";
import { Invited, Removed, Suspended } from "./standing.tsx";
import { Waiting } from "./waiting.tsx";

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
          <Waiting community={community} relation={relation} facilitators={facilitators} />
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

function InList({ facilitates }: { facilitates: boolean }): VNode {
  const { t } = useSpeech();
  return <span class="state">{t(facilitates ? "community.youFacilitate" : "community.youAreMember")}</span>;
}
