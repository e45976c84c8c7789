import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { ErasureView } from "../../node/erasures/read.ts";
import type { ModerationEntry, Receipt } from "../../node/modlog/types.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Erasures } from "../components/erasures.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Details } from "../components/govuk/text.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { withQuery } from "../paths.ts";

export interface ModerationLogProps {
  readonly community: CommunityPage;
  readonly signedIn: boolean;
  readonly requests: number;
  readonly log: PageOf<ModerationEntry> & {
    readonly erasures: readonly ErasureView[];
    /** The community's own node, which knows who obeyed, does not answer. */
    readonly receiptsAway: boolean;
  };
}

/** What facilitators did in a community and why, for everyone who may read it. */
export function ModerationLogPage({ community, signedIn, requests, log }: ModerationLogProps): VNode {
  const { t } = useSpeech();
  const path = `${community.path}/moderation-log`;
  return (
    <CommunityFrame community={community} tab="about" signedIn={signedIn} requests={requests}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("report.log.title")}</h2>
        <p>{t("report.log.text")}</p>
        {log.receiptsAway ? <p class="secondary">{t("report.receipt.away")}</p> : null}
        <Erasures erasures={log.erasures} />
        {log.items.length === 0 ? (
          <EmptyState text={t("report.log.none")} />
        ) : (
          <ul class="requests">
            {log.items.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
        <Pagination
          page={log.page}
          pages={log.pages}
          hrefOf={(page) => withQuery(path, { page: page > 1 ? page : null })}
        />
      </div>
    </CommunityFrame>
  );
}

function Entry({ entry }: { entry: ModerationEntry }): VNode {
  const { t } = useSpeech();
  const { by, kind, reason, happened, path, receipts } = entry;
  const council = by?.council ?? null;
  const name = by?.name ?? t("notices.someone");
  const who = council === null ? name : t("notices.who", { name, council });
  return (
    <li class="request">
      <p>
        <Say k={`report.log.kind.${kind}`} facts={{ who }} />
      </p>
      {reason === "" ? null : <blockquote class="request__words">{reason}</blockquote>}
      <p class="small secondary">
        <Time at={happened} />{" "}
        {path === null ? null : (
          <a href={path}>
            {t("report.log.place")}
            <span class="govuk-visually-hidden"> {t("report.log.placeOf", { who })}</span>
          </a>
        )}
      </p>
      {receipts === null || receipts.length === 0 ? null : <Receipts receipts={receipts} />}
    </li>
  );
}

/** Which councils' sites confirmed a removal, and since when the others have not. */
function Receipts({ receipts }: { receipts: readonly Receipt[] }): VNode {
  const { t } = useSpeech();
  const confirmed = receipts.filter((one) => stateOf(one) === "confirmed").length;
  const all = confirmed === receipts.length;
  return (
    <Details summary={t("report.receipt.summary", { confirmed, of: receipts.length })} open={!all}>
      <ul class="govuk-list">
        {receipts.map((one) => (
          <li key={one.name}>
            <Say
              k={`report.receipt.${stateOf(one)}`}
              facts={{ name: one.name }}
              parts={{ when: <Time at={one.lied ?? one.confirmed ?? one.sent} /> }}
            />
          </li>
        ))}
      </ul>
    </Details>
  );
}

function stateOf({ confirmed, lied }: Receipt): "lied" | "confirmed" | "outstanding" {
  if (lied !== null) return "lied";
  return confirmed === null ? "outstanding" : "confirmed";
}
