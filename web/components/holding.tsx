import type { VNode } from "preact";
import type { Holding } from "../../node/communities/types.ts";
import { Icon } from "./icon.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** What is here of a community that lives elsewhere. Nothing incomplete is shown as complete; what is complete is quiet. */
export function HoldingLine({ holding, home }: { holding: Holding; home: string }): VNode | null {
  const { t } = useSpeech();
  switch (holding.kind) {
    case "here":
    case "complete":
      return null;
    case "bringing":
      return (
        <p class="notice-line" role="status">
          <Icon name="refresh-cw" />
          <span>{t("community.holding.bringing", { home, brought: holding.brought, of: holding.of })}</span>
          <progress value={holding.brought} max={Math.max(holding.of, 1)} aria-hidden="true" />
        </p>
      );
    case "since":
      return (
        <p class="notice-line notice-line--quiet">
          <Icon name="clock" />
          <span>
            <Say
              k="community.holding.since"
              facts={{ home }}
              parts={{ date: <Time at={holding.from} as="date" /> }}
            />
          </span>
        </p>
      );
    case "not-answering":
      return (
        <p class="notice-line" role="status">
          <Icon name="triangle-alert" />
          <span>
            <Say
              k={
                holding.brought < holding.of
                  ? "community.holding.notAnsweringPart"
                  : "community.holding.notAnswering"
              }
              facts={{ home, brought: holding.brought, of: holding.of }}
              parts={{ when: <Time at={holding.since} /> }}
            />
          </span>
        </p>
      );
    case "not-brought":
      return (
        <p class="notice-line">
          <Icon name="refresh-cw" />
          <span>{t("community.holding.notBrought", { home })}</span>
        </p>
      );
  }
}
