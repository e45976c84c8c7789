import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { ClosedMember, CouncilShare } from "../../node/memberships/types.ts";
import { initialsOf } from "../../node/people/label.ts";
import { EmptyState } from "./empty-state.tsx";
import { Avatar } from "./person.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

export interface ClosedMembersProps {
  readonly community: CommunityPage;
  readonly everyone: readonly ClosedMember[] | "away";
}

/** Everyone in a closed community elsewhere, as its node says now: name, role, council. Nothing of it is kept here. */
export function ClosedMembers({ community, everyone }: ClosedMembersProps): VNode {
  const { t } = useSpeech();
  if (everyone === "away")
    return <EmptyState text={t("community.closed.membersAway", { home: community.home ?? "" })} />;
  return (
    <>
      <h2 class="list-title">{t("community.members.title", { count: everyone.length })}</h2>
      <ul class="people">
        {everyone.map((member) => (
          <li class="people__row" key={member.iri}>
            <Avatar person={faceOf(member)} />
            <div class="people__main">
              <p class="people__name">
                <strong>{member.name}</strong> <span class="secondary">{member.council ?? member.node}</span>
              </p>
              <p class="people__facts">
                {member.role === "member" ? null : (
                  <strong>{t(`community.members.role.${member.role}`)}</strong>
                )}
                {member.since === null ? null : (
                  <span>
                    <Say k="community.members.since" parts={{ date: <Time at={member.since} as="date" /> }} />
                  </span>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The colour is theirs on this page alone: nobody of another council has a row here to tell them by. */
function faceOf({ name, iri }: ClosedMember) {
  const hash = [...iri].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return { initials: initialsOf(name), hue: (hash % 8) + 1, gone: false };
}

/** How they spread over councils, most first. */
export function sharesOf(everyone: readonly ClosedMember[] | "away"): readonly CouncilShare[] {
  if (everyone === "away") return [];
  const counts = new Map<string, number>();
  for (const { council, node } of everyone)
    counts.set(council ?? node, (counts.get(council ?? node) ?? 0) + 1);
  return [...counts]
    .map(([council, members]) => ({ council, members }))
    .sort((a, b) => b.members - a.members);
}
