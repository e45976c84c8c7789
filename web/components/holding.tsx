import type { ComponentChildren, VNode } from "preact";
import type { Holding } from "../../node/communities/types.ts";
import { classesOf } from "./govuk/classes.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

interface HoldingLineProps {
  readonly holding: Holding;
  readonly home: string;
}

/** What is here of a community that lives elsewhere. Nothing incomplete is shown as complete; what is complete is quiet. */
export function HoldingLine({ holding, home }: HoldingLineProps): VNode | null {
  const { t } = useSpeech();
  switch (holding.kind) {
    case "here":
    case "complete":
      return null;
    case "bringing":
      return (
        <NoticeLine icon="refresh-cw" status>
          <span>{t("community.holding.bringing", { home, brought: holding.brought, of: holding.of })}</span>
          <progress value={holding.brought} max={Math.max(holding.of, 1)} aria-hidden="true" />
        </NoticeLine>
      );
    case "since":
      return <Since holding={holding} home={home} />;
    case "on-joining":
      return (
        <NoticeLine icon="clock">
          <span>
            {t(`community.holding.${holding.brought > 0 ? "onJoiningPart" : "onJoining"}`, { home })}
          </span>
        </NoticeLine>
      );
    case "not-answering":
      return <NotAnswering holding={holding} home={home} />;
    case "not-brought":
      return (
        <NoticeLine icon="refresh-cw">
          <span>{t("community.holding.notBrought", { home })}</span>
        </NoticeLine>
      );
  }
}

function Since({ holding, home }: { holding: Extract<Holding, { kind: "since" }>; home: string }): VNode {
  const { t } = useSpeech();
  const { from } = holding;
  return (
    <NoticeLine icon="clock" quiet>
      <span>
        {from === null ? (
          t("community.holding.sinceNone", { home })
        ) : (
          <Say k="community.holding.since" facts={{ home }} parts={{ date: <Time at={from} as="date" /> }} />
        )}
      </span>
    </NoticeLine>
  );
}

function NotAnswering({
  holding,
  home,
}: {
  holding: Extract<Holding, { kind: "not-answering" }>;
  home: string;
}): VNode {
  const { brought, of, since } = holding;
  const key = brought < of ? "community.holding.notAnsweringPart" : "community.holding.notAnswering";
  return (
    <NoticeLine icon="triangle-alert" status>
      <span>
        <Say k={key} facts={{ home, brought, of }} parts={{ when: <Time at={since} /> }} />
      </span>
    </NoticeLine>
  );
}

export interface NoticeLineProps {
  readonly icon: IconName;
  /** Of less weight: nothing is wrong. */
  readonly quiet?: boolean;
  /** Read out by screen readers when it changes. */
  readonly status?: boolean;
  readonly children: ComponentChildren;
}

/** One line about the state of things. */
export function NoticeLine({ icon, quiet, status, children }: NoticeLineProps): VNode {
  return (
    <p class={classesOf("notice-line", quiet && "notice-line--quiet")} role={status ? "status" : undefined}>
      <Icon name={icon} />
      {children}
    </p>
  );
}
