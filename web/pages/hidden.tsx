import type { VNode } from "preact";
import type { FoundItem } from "../../node/discovery/find.ts";
import { idOf } from "../../node/ids.ts";
import type { HiddenPlace } from "../../node/places/places.ts";
import { ActForm } from "../components/community-act.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { InsetText, Tag, WarningText } from "../components/govuk/text.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SearchResults } from "../components/search-results.tsx";
import { useSpeech } from "../components/speech.tsx";
import type { Invitation } from "../hidden/answers.ts";
import type { HiddenAt } from "../hidden/shapes.ts";

/** A place in the list: its name as its node says now, null while that does not answer. */
export interface PlaceLine {
  readonly place: HiddenPlace;
  readonly name: string | null;
}

/** The hidden communities of one person at other councils. */
export function HiddenListPage({ lines }: { lines: readonly PlaceLine[] }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("hidden.list.title")} text={t("hidden.list.text")} />
      <div class="width page page--list">
        {lines.length === 0 ? <EmptyState text={t("hidden.list.none")} /> : null}
        <ul class="people people--plain">
          {lines.map(({ place, name }) => (
            <li class="people__row" key={place.id}>
              <div class="people__main">
                <p class="people__name">
                  <a href={`/hidden/${idOf(place.id)}`}>
                    {name ?? t("hidden.list.unnamed", { home: place.home })}
                  </a>{" "}
                  {place.state === "invited" ? <Tag colour="yellow">{t("hidden.list.invited")}</Tag> : null}
                  {place.unread && place.state === "member" ? (
                    <Tag colour="teal">{t("hidden.list.unread")}</Tag>
                  ) : null}
                </p>
                <p class="people__facts">
                  <span class="via">{t("common.via", { home: place.home })}</span>
                  {name === null ? <span>{t("hidden.list.away", { home: place.home })}</span> : null}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** What an invited person reads before they say yes: what it is, who asks, who will see them, who keeps what. */
export function HiddenInvitationPage({ at, invitation }: { at: HiddenAt; invitation: Invitation }): VNode {
  const { t, dateOf } = useSpeech();
  const { name, purpose, by, byCouncil, members, councils, ends, language } = invitation;
  const from = t("community.councils", { count: councils });
  const who = byCouncil === null ? (by ?? "") : t("notices.who", { name: by ?? "", council: byCouncil });
  return (
    <>
      <PageHead
        crumbs={[{ text: t("hidden.list.title"), href: "/hidden" }]}
        title={name}
        titleLang={language}
        text={<span lang={language}>{purpose}</span>}
        facts={<span>{t("community.membersFrom", { count: members, councils: from })}</span>}
      />
      <div class="width page page--narrow">
        <InsetText>
          <p>{t("hidden.invitation.by", { who })}</p>
        </InsetText>
        <ul class="govuk-list govuk-list--bullet">
          <li>{t("hidden.invitation.nobody")}</li>
          <li>{t("community.closed.everyoneSees")}</li>
          <li>{t("community.hidden.kept", { home: at.home })}</li>
        </ul>
        <ButtonGroup>
          <ActForm action={`${at.path}/join`} text={t("hidden.invitation.join")} about={name} small={false} />
          <ActForm
            action={`${at.path}/decline`}
            text={t("hidden.invitation.decline")}
            about={name}
            kind="secondary"
            small={false}
          />
        </ButtonGroup>
        {ends === null ? null : (
          <p class="secondary">{t("hidden.invitation.ends", { date: dateOf(ends) })}</p>
        )}
      </div>
    </>
  );
}

export interface HiddenSearchProps {
  readonly at: HiddenAt;
  readonly name: string;
  readonly text: string;
  readonly page: number;
  readonly found: { readonly items: readonly FoundItem[]; readonly total: number } | null;
}

/** Searching inside, which runs where it is kept. */
export function HiddenSearchPage({ at, name, text, page, found }: HiddenSearchProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          { text: t("hidden.list.title"), href: "/hidden" },
          { text: name, href: at.path },
        ]}
        title={t("hidden.search.title")}
      />
      <div class="width page page--narrow">
        {/* Sent in the body, so that the words stand in no address. */}
        <form action={`${at.path}/search`} method="post">
          <Input name="q" label={t("hidden.search.label")} labelSize="s" value={text} maxlength={500} />
          <Button>{t("common.search")}</Button>
        </form>
        {found === null ? null : (
          <>
            <h2 class="list-title">{t("hidden.search.found", { count: found.total })}</h2>
            {found.items.length === 0 ? (
              <EmptyState text={t("hidden.search.none")} />
            ) : (
              <SearchResults items={found.items} />
            )}
            {found.total > page * 20 ? (
              <form action={`${at.path}/search`} method="post">
                <input type="hidden" name="q" value={text} />
                <Button kind="secondary" name="page" value={String(page + 1)}>
                  {t("hidden.search.more")}
                </Button>
              </form>
            ) : null}
          </>
        )}
        <WarningText>{t("hidden.search.where", { home: at.home })}</WarningText>
      </div>
    </>
  );
}
