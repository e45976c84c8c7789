import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { OwnCouncil, type OwnCouncilProps } from "../components/own-council.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";

export interface JoinLinkPageProps {
  readonly community: CommunityPage;
  /** The link itself: its button is sent here. */
  readonly action: string;
  readonly siteName: string;
  readonly signedIn: boolean;
  /** Councils with a site of their own; none of this one's. */
  readonly ownCouncil: Pick<OwnCouncilProps, "councils" | "remembered">;
}

/** What a join link opens: what the community is and who reads it, and one button. */
export function JoinLinkPage(props: JoinLinkPageProps): VNode {
  const { community } = props;
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          { text: t("common.communities"), href: "/communities" },
          { text: community.name, href: community.path },
        ]}
        title={t("community.joinLink.title", { community: community.name })}
        text={<span lang={community.language}>{community.purpose}</span>}
      />
      <div class="width page page--narrow">
        <p>{t(`community.level.${community.level}.readers`)}</p>
        {props.signedIn ? <Join {...props} /> : <Visitor {...props} />}
      </div>
    </>
  );
}

function Join({ community, action }: JoinLinkPageProps): VNode {
  const { t } = useSpeech();
  return (
    <form action={action} method="post">
      <ButtonGroup>
        <Button>{t("community.join")}</Button>
        <a href={community.path}>{t("community.joinLink.look")}</a>
      </ButtonGroup>
    </form>
  );
}

/** Signing in and registering come back to this page; other councils' people go to their own site. */
function Visitor({ community, action, siteName, ownCouncil }: JoinLinkPageProps): VNode {
  const { t } = useSpeech();
  const next = encodeURIComponent(action);
  return (
    <>
      <p>{t("community.joinLink.visitor", { site: siteName })}</p>
      <ButtonGroup>
        <Button href={`/sign-in?next=${next}`}>{t("community.signInToJoin")}</Button>
        <a href={`/join?next=${next}`}>{t("community.joinLink.register")}</a>
        <a href={community.path}>{t("community.joinLink.look")}</a>
      </ButtonGroup>
      <OwnCouncil item={community.iri} {...ownCouncil} to="join" level={community.level} />
    </>
  );
}
