import type { VNode } from "preact";
import { OwnCouncil, type OwnCouncilProps, titleOf } from "../components/own-council.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";

/** Choosing one's council to reply from, for those who came without script or chose none. */
export function OwnCouncilPage(props: OwnCouncilProps & { back: string }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t(`topic.ownCouncil.${titleOf(props)}`)} />
      <div class="width page page--narrow">
        {props.councils.length === 0 ? (
          <p>{t("topic.ownCouncil.none")}</p>
        ) : (
          <OwnCouncil {...props} titled={false} />
        )}
        <p>
          <a href={props.back}>{t("common.cancel")}</a>
        </p>
      </div>
    </>
  );
}

const NOT_FOUND = { reply: "notFound", join: "communityNotFound", open: "openNotFound" } as const;

/** A link came from another council, and what it names is not here. */
export function NotHerePage({
  original,
  to,
}: {
  original: string | null;
  to: NonNullable<OwnCouncilProps["to"]>;
}): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("topic.ownCouncil.notFoundTitle")} />
      <div class="width page page--narrow">
        <p class="lead">{t(`topic.ownCouncil.${NOT_FOUND[to]}`)}</p>
        {original === null ? null : (
          <p>
            <a href={original} rel="noopener">
              {original}
            </a>
          </p>
        )}
        <p>
          <a href="/communities">{t("errors.toCommunities")}</a>
        </p>
      </div>
    </>
  );
}

/** Between two councils' sites: the browser goes on by itself, and a link stands there for those where it does not. */
export function ForwardPage({ title, href }: { title: string; href: string }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={title} />
      <div class="width page page--narrow">
        <p class="lead">
          <a href={href}>{t("topic.ownCouncil.goOn")}</a>
        </p>
      </div>
    </>
  );
}
