import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { idOf } from "../../node/ids.ts";
import type { ClosedMember, CouncilShare, MemberRow } from "../../node/memberships/types.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { isByReference } from "../components/by-reference.ts";
import { Card } from "../components/card.tsx";
import { ClosedMembers, sharesOf } from "../components/closed-members.tsx";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { InsetText, Tag } from "../components/govuk/text.tsx";
import { Avatar, PersonCouncil, PersonName } from "../components/person.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { withQuery } from "../paths.ts";

/** `away`: the node that knows does not answer, and nobody else keeps it. */
export type Everyone = readonly ClosedMember[] | "away";

export interface CommunityMembersProps {
  readonly community: CommunityPage;
  readonly members: PageOf<MemberRow>;
  readonly shares: readonly CouncilShare[];
  /** Of a closed community elsewhere: everyone in it, as its node says now; null for any other. */
  readonly everyone: Everyone | null;
  readonly signedIn: boolean;
  readonly requests: number;
  /** Actor of the person looking, when they facilitate here: nobody changes their own role. */
  readonly facilitatorId: string | null;
}

/** Who is in a community, and from which councils. */
export function CommunityMembersPage(props: CommunityMembersProps): VNode {
  const { community, shares, signedIn, requests, everyone } = props;
  return (
    <CommunityFrame community={community} tab="members" signedIn={signedIn} requests={requests}>
      <div class="columns">
        <div class="page__main">
          {everyone === null ? (
            <Listed {...props} />
          ) : (
            <ClosedMembers community={community} everyone={everyone} />
          )}
        </div>
        <Councils shares={everyone === null ? shares : sharesOf(everyone)} />
      </div>
    </CommunityFrame>
  );
}

/** Those whom this node may name. */
function Listed(props: CommunityMembersProps): VNode {
  const { community, members } = props;
  const { t } = useSpeech();
  const path = `${community.path}/members`;
  const count = community.members ?? 0;
  const none = community.readable ? (count === 0 ? "none" : "hidden") : "closed";
  return (
    <>
      {community.readable ? <h2 class="list-title">{t("community.members.title", { count })}</h2> : null}
      {community.home !== null && members.total < count ? (
        <p class="secondary">{t("community.members.elsewhere", { home: community.home })}</p>
      ) : null}
      {members.items.some((member) => member.returned !== null) ? (
        <InsetText>{t("community.members.returnedWhat")}</InsetText>
      ) : null}
      {members.items.length === 0 ? <EmptyState text={t(`community.members.${none}`)} /> : null}
      <ul class="people">
        {members.items.map((member) => (
          <Member key={member.person.id} member={member} {...props} />
        ))}
      </ul>
      <Pagination
        page={members.page}
        pages={members.pages}
        hrefOf={(page) => withQuery(path, { page: page > 1 ? page : null })}
      />
    </>
  );
}

function Councils({ shares }: Pick<CommunityMembersProps, "shares">): VNode | null {
  const { t } = useSpeech();
  if (shares.length === 0) return null;
  const title = t("community.members.councilsTitle");
  return (
    <aside class="page__aside" aria-label={title}>
      <Card title={title}>
        <ul>
          {shares.map(({ council, members }) => (
            <li key={council}>
              {t("community.members.share", { council, members: members ?? t("community.members.fewer") })}
            </li>
          ))}
        </ul>
      </Card>
    </aside>
  );
}

function Member({ member, community, facilitatorId }: CommunityMembersProps & { member: MemberRow }): VNode {
  const { t, dateOf } = useSpeech();
  const { person, role, since } = member;
  const decides = facilitatorId !== null && facilitatorId !== person.id;
  return (
    <li class="people__row">
      <Avatar person={person} />
      <div class="people__main">
        <p class="people__name">
          <PersonName person={person} /> <PersonCouncil person={person} />
        </p>
        <p class="people__facts">
          {person.roleTitle === "" ? null : <span>{person.roleTitle}</span>}
          {role === "member" ? null : <strong>{t(`community.members.role.${role}`)}</strong>}
          {member.returned === null ? null : (
            <Tag colour="yellow">{t("community.members.returned", { date: dateOf(member.returned) })}</Tag>
          )}
          {member.paused === null ? null : <Tag colour="grey">{t("community.members.paused")}</Tag>}
          <span>
            <Say k="community.members.since" parts={{ date: <Time at={since} as="date" /> }} />
          </span>
        </p>
      </div>
      {decides ? <MemberActs member={member} community={community} /> : null}
    </li>
  );
}

/** What a facilitator decides about somebody: their role here, the rest on a page of its own. */
function MemberActs({ member, community }: { member: MemberRow; community: CommunityPage }): VNode {
  const { t } = useSpeech();
  const { person, role, paused } = member;
  // A hidden community elsewhere is asked as the button is pressed; of any other its node is told by a letter.
  const atOnce = community.local || isByReference(community);
  const about = <span class="govuk-visually-hidden"> {person.name}</span>;
  return (
    <div class="people__acts">
      {atOnce && role !== "owner" && paused === null ? (
        <form class="act-form" action={`${community.path}/members`} method="post">
          <input type="hidden" name="person" value={person.id} />
          <button type="submit" name="act" value={role === "member" ? "appoint" : "step-down"} class="act">
            {t(role === "member" ? "community.members.makeFacilitator" : "community.members.endFacilitator")}
            {about}
          </button>
        </form>
      ) : null}
      {atOnce && role !== "member" && paused === null ? (
        <form class="act-form" action={`${community.path}/members`} method="post">
          <input type="hidden" name="person" value={person.id} />
          <button type="submit" name="act" value="lead" class="act">
            {t("community.members.makeLead")}
            {about}
          </button>
        </form>
      ) : null}
      <a class="act" href={`${community.path}/members/${idOf(person.id)}`}>
        {t("community.members.decide")}
        {about}
      </a>
    </div>
  );
}
