import type { Meter } from "@opentelemetry/api";
import { newUuid } from "../../node/ids.ts";
import { headersOf } from "../../node/mail/headers.ts";
import { renderMail } from "../../node/mail/render.ts";
import type { QueuedMail } from "../../node/mail/types.ts";
import { observeDatabase, observeProcess } from "../../node/metrics/gauges.ts";
import { metricsOf } from "../../node/metrics/instruments.ts";
import { NOTICE_MAILS } from "../../node/notifications/mails.ts";
import { listNotices } from "../../node/notifications/read.ts";
import type { Level } from "../../node/visibility/readable.ts";
import { asPerson, pretending, readingAs, within } from "./asks.ts";
import type { MatrixScene } from "./matrix-scene.ts";

/** A notice as its list says it, and its mail as it leaves, where one does. */
export interface NoticeTold {
  readonly listed: string;
  readonly mail: string;
  /** Key of the text of the mail; null without one. */
  readonly text: string | null;
}

/** What a notice of a kind about a post of a room says to a member, or to somebody who has left since. */
export async function tellNotice(
  scene: MatrixScene,
  { kind, level, to }: { kind: string; level: Level; to: "member" | "left" },
): Promise<NoticeTold> {
  const said = { listed: "", mail: "", text: null as string | null };
  await pretending(scene.home, async (tx) => {
    const room = scene.rooms[level];
    const person = scene.people[to];
    const { accountId } = person;
    const [row] = await tx.sql<{ membership: string; invitation: string }[]>`
      select (select id from memberships where community_id = ${room.id} and state = 'requested') as membership,
        (select id from invitations where community_id = ${room.id} and invitee_id is not null limit 1) as invitation`;
    await tx.sql`update invitations set state = 'pending' where id = ${row?.invitation ?? null}`;
    await tx.sql`delete from notices where account_id = ${accountId}`;
    const facts = {
      ...{ membershipId: row?.membership, invitationId: row?.invitation, reportId: room.reportId },
      ...{ appealId: scene.appeals.closed, letterId: newUuid(tx.now), placeId: null, home: "Somerset" },
      ...{ outcome: "ended", given: true },
    };
    const [notice] = await tx.sql<{ id: string }[]>`
      insert into notices (account_id, kind, event, community_id, post_id, actor_id, facts, created)
      values (${accountId}, ${kind}, 'planted', ${room.id}, ${room.topic.id}, ${scene.people.facilitator.actorId},
        ${tx.sql.json(facts as never)}, ${tx.now}) returning id`;
    const list = await listNotices(readingAs(tx, asPerson(person)), { accountId, page: 1 });
    said.listed = JSON.stringify(list);
    const mail = {
      ...{ id: newUuid(tx.now), messageId: "", recipient: "", accountId, noticeId: notice?.id ?? null },
      ...({ kind: "notice", language: "en", facts: {}, links: {}, attempts: 0 } as const),
      ...{ created: tx.now, expires: null },
    };
    const content = await NOTICE_MAILS.notice(within(tx), mail satisfies QueuedMail);
    if (content === null) return true;
    const { origin, siteName: site } = { siteName: "Somerset", ...tx.config };
    const how = { language: "en" as const, stopLink: content.unsubscribe ? `${origin}/unsubscribe/x` : null };
    const rendered = renderMail(content, { ...how, place: { site, origin } });
    said.mail = [...Object.values(rendered), ...Object.values(headersOf(content, { ...how, origin }))].join(
      "\n",
    );
    said.text = content.text;
    return true;
  });
  // A link may come with its address encoded once more.
  return { ...said, mail: decodeURIComponent(said.mail.replaceAll(/%(?![0-9A-F]{2})/gi, "%25")) };
}

/** The names of everything that is counted and measured, as the node makes it. */
export function metricNames(
  ctx: MatrixScene["home"]["ctx"] | Parameters<typeof observeDatabase>[1],
): readonly string[] {
  const names: string[] = [];
  const instrument = { add() {}, record() {}, addCallback() {}, removeCallback() {} };
  const meter = new Proxy(
    {},
    {
      get: (_of, what) =>
        String(what).startsWith("create")
          ? (name: string) => {
              names.push(name);
              return instrument;
            }
          : () => {},
    },
  ) as Meter;
  metricsOf(meter);
  observeDatabase(meter, ctx);
  observeProcess(meter)();
  return names;
}

/** Each figure that `/metrics` tells, with the names of its labels. */
export function figuresOf(metrics: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, name = "", labels = ""] of metrics.matchAll(
    /^(\w+?)(?:_bucket|_sum|_count)?(?:\{([^}]*)\})? \S+/gm,
  )) {
    const names = found.get(name) ?? new Set<string>();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) names.add(label);
    found.set(name, names);
  }
  return found;
}
