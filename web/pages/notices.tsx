import type { VNode } from "preact";
import type { NoticePage, NoticeView } from "../../node/notifications/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Avatar } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import type { Speech } from "../language.ts";
import { withQuery } from "../paths.ts";

/** What a person was told, newest first; every line leads to what it is about. */
export function NoticesPage({ notices }: { notices: NoticePage }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        title={t("notices.title")}
        text={t("notices.text")}
        facts={<a href="/me/settings#mails">{t("notices.choices")}</a>}
        acts={notices.unread === 0 ? undefined : <MarkAll />}
      />
      <div class="width page page--list">
        {notices.items.length === 0 ? (
          <EmptyState
            text={t("notices.empty")}
            act={{ text: t("notices.findCommunities"), href: "/communities" }}
          />
        ) : (
          <ul class="people">
            {notices.items.map((notice) => (
              <Notice key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
        <Pagination
          page={notices.page}
          pages={notices.pages}
          hrefOf={(page) => withQuery("/notifications", { page: page > 1 ? page : null })}
        />
      </div>
    </>
  );
}

function MarkAll(): VNode {
  const { t } = useSpeech();
  return (
    <form action="/notifications/read" method="post">
      <Button kind="secondary" name="all" value="yes">
        {t("notices.markAll")}
      </Button>
    </form>
  );
}

function Notice({ notice }: { notice: NoticeView }): VNode {
  const { t, ...speech } = useSpeech();
  const sentence = sentenceOf(notice, { t, ...speech });
  return (
    <li class="people__row">
      {notice.actor === null ? <span /> : <Avatar person={notice.actor} />}
      <div>
        <p class="people__name">
          <a href={`/notifications/${notice.id}`}>{sentence}</a>{" "}
          {notice.read ? null : <Tag colour="teal">{t("notices.unread")}</Tag>}
        </p>
        <p class="people__facts small secondary">
          {notice.community === null ? null : <span>{notice.community.name}</span>}
          <Time at={notice.created} />
        </p>
      </div>
      <form class="people__acts" action="/notifications/read" method="post">
        <input type="hidden" name="notice" value={notice.id} />
        <button type="submit" class="link-button" name="read" value={notice.read ? "no" : "yes"}>
          {t(notice.read ? "notices.keepUnread" : "notices.markRead")}
          <span class="govuk-visually-hidden"> {t("notices.about", { sentence })}</span>
        </button>
      </form>
    </li>
  );
}

/** A notice as a sentence. */
export function sentenceOf(notice: NoticeView, { t }: Speech): string {
  const { actor, community, facts } = notice;
  const council = actor?.council ?? null;
  const name = actor?.name ?? t("notices.someone");
  const key = sentenceKeyOf(notice);
  return t(`notices.sentence.${key}${which(notice, key)}`, {
    who: council === null ? name : t("notices.who", { name, council }),
    title: notice.title ?? "",
    community: community?.name ?? "",
    home: String(facts.home ?? ""),
    peer: String(facts.peer ?? ""),
    subject: String(facts.subject ?? ""),
    ...(notice.kind === "act-refused"
      ? { act: t(`notices.refusedAct.${facts.act}`), why: t(`errors.refusal.${facts.code}`) }
      : {}),
  });
}

/** Says which one it is where that may be said: a post that one may not read has no title here. */
function which({ title, facts, community }: NoticeView, key: string): string {
  if (key === "ended") return community === null ? "Hidden" : "";
  if (["report", "report-removed", "report-dismissed"].includes(key)) return title === null ? "" : "In";
  if (key === "decided-already") return facts.subject ? "In" : "";
  if (key === "moved") return title === null || title === "" ? "From" : "";
  return title === null && ["removed", "post-restored", "declined", "released"].includes(key) ? "From" : "";
}

function sentenceKeyOf({ kind, facts }: NoticeView): string {
  if (kind === "decided") return String(facts.outcome);
  if (kind === "hidden") return `hidden-${facts.outcome}`;
  if (kind === "appeal-closed") return `appeal-${facts.outcome}`;
  if (kind === "report-closed") return `report-${facts.outcome}`;
  if (kind === "peer") return `peer-${facts.outcome}`;
  if (kind === "role") return facts.given === true ? "role-given" : "role-taken";
  return kind;
}
