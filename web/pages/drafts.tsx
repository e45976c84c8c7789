import type { VNode } from "preact";
import type { DraftRow } from "../../node/drafts/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";

/** Everything a person began to write and did not send, with the way back to it. */
export function DraftsPage({ drafts }: { drafts: readonly DraftRow[] }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("notices.drafts.title")} />
      <div class="width page page--list">
        {drafts.length === 0 ? (
          <EmptyState
            text={t("notices.drafts.empty")}
            act={{ text: t("notices.findCommunities"), href: "/communities" }}
          />
        ) : (
          <ul class="communities">
            {drafts.map((draft) => (
              <Draft key={draft.id} draft={draft} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function Draft({ draft }: { draft: DraftRow }): VNode {
  const { t } = useSpeech();
  const untitled = t(`notices.drafts.untitled.${draft.kind}`, { title: draft.about ?? "" });
  const name = draft.body.title || untitled;
  return (
    <li class="community">
      <div>
        <p class="community__name">
          <a href={draft.path}>{name}</a>
        </p>
        <p class="community__facts small secondary">
          <span>{t("notices.drafts.in", { community: draft.community.name })}</span>
          <span>
            <Say k="notices.drafts.saved" parts={{ when: <Time at={draft.updated} /> }} />
          </span>
        </p>
      </div>
      <form action="/drafts" method="post">
        <input type="hidden" name="place" value={draft.place} />
        <input type="hidden" name="seen" value={draft.updated.toISOString()} />
        <button type="submit" class="link-button" name="drop" value="yes">
          {t("notices.drafts.drop")}
          <span class="govuk-visually-hidden"> {t("notices.about", { sentence: name })}</span>
        </button>
      </form>
    </li>
  );
}
