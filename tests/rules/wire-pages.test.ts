import { describe, expect, it } from "vitest";
import {
  HISTORY_LIMITS,
  historyFor,
  historyPageText,
  type LogEntry,
} from "../../federation/objects/history.ts";
import { syncHeaderFor, syncStateFor } from "../../federation/objects/sync-state.ts";
import { threadFor } from "../../federation/objects/thread.ts";
import { readCollection } from "../../federation/read/collection.ts";
import { readHistoryPage } from "../../federation/read/history-page.ts";
import { readSyncHeader, readSyncState } from "../../federation/read/sync-state.ts";
import { GROUP, NOON, NORTH, reply, THREAD, TOPIC } from "./wire-facts.ts";

const history = { groupIri: GROUP, historyIri: `${GROUP}/history` };
const entry = (seq: number, bytes = 0): LogEntry => ({
  seq,
  text: JSON.stringify({
    type: "Announce",
    id: `${NORTH}/ap/a/${seq}`,
    actor: GROUP,
    "cop:seq": seq,
    content: "x".repeat(bytes),
  }),
});
const page = (facts: Partial<Parameters<typeof historyPageText>[0]>) =>
  JSON.parse(
    historyPageText({
      groupIri: GROUP,
      epoch: "01jq",
      direction: "after",
      from: 0,
      limit: 100,
      entries: [],
      more: false,
      ...facts,
    }),
  );

describe("A community's log, page by page", () => {
  it("E-12: shows what is spent as a tombstone with its number, and nothing of its text", () => {
    const sent = page({
      from: 1039,
      entries: [entry(1040), { seq: 1041, spentIri: `${NORTH}/ap/a/1041` }, entry(1042)],
    });
    expect(sent).toMatchObject({
      id: `${GROUP}/history?after=1039&limit=100`,
      "cop:fromSeq": 1040,
      "cop:toSeq": 1042,
    });
    expect(sent.orderedItems[1]).toEqual({
      type: "Tombstone",
      id: `${NORTH}/ap/a/1041`,
      formerType: "Announce",
      "cop:seq": 1041,
    });
    expect(readHistoryPage(sent, history)).toMatchObject({
      epoch: "01jq",
      next: null,
      entries: [{ seq: 1040 }, { seq: 1041, announce: null }, { seq: 1042 }],
    });
  });

  it("takes an entry's text as it is, to the byte", () => {
    const odd = `{ "cop:seq":1, "id":"${NORTH}/ap/a/1","type":"Announce","actor":"${GROUP}","n":1.0}`;
    expect(
      historyPageText({
        groupIri: GROUP,
        epoch: "e",
        direction: "after",
        from: 0,
        limit: 100,
        entries: [{ seq: 1, text: odd }],
        more: false,
      }),
    ).toContain(odd);
  });

  it("is cut at its size and goes on behind it, and always moves", () => {
    const third = HISTORY_LIMITS.bytes / 3;
    const cut = page({ entries: [1, 2, 3, 4].map((seq) => entry(seq, third)) });
    expect([cut.orderedItems.length, cut.next]).toEqual([2, `${GROUP}/history?after=2&limit=100`]);
    const huge = page({ entries: [entry(1, HISTORY_LIMITS.bytes), entry(2)] });
    expect(huge.orderedItems).toHaveLength(1);
    const many = page({ entries: Array.from({ length: 150 }, (_, index) => entry(index + 1)), limit: 500 });
    expect([many.orderedItems.length, many.next]).toEqual([100, `${GROUP}/history?after=100&limit=500`]);
  });

  it("is read newest first as well", () => {
    const sent = page({ direction: "before", from: 10, limit: 2, entries: [entry(9), entry(8)], more: true });
    expect(sent).toMatchObject({
      next: `${GROUP}/history?before=8&limit=2`,
      "cop:fromSeq": 8,
      "cop:toSeq": 9,
    });
    expect(readHistoryPage(sent, history)).toMatchObject({ entries: [{ seq: 9 }, { seq: 8 }] });
    expect(historyFor({ groupIri: GROUP, epoch: "01jq", seq: 9 })).toMatchObject({
      first: `${GROUP}/history?after=0&limit=100`,
      totalItems: 9,
    });
  });

  it.each([
    ["another community's log", { partOf: `${NORTH}/ap/g/other/history` }, "invalid"],
    ["a next page elsewhere", { next: "https://evil.example/history" }, "wrong-origin"],
    ["numbers out of order", { orderedItems: [entry(2), entry(1), entry(3)].map(parsed) }, "invalid"],
    ["a number twice", { orderedItems: [entry(1), entry(1)].map(parsed) }, "invalid"],
    ["an entry of another announcer", { orderedItems: [{ ...parsed(entry(1)), actor: TOPIC }] }, "invalid"],
    [
      "more than a hundred entries",
      { orderedItems: Array.from({ length: 101 }, (_, index) => parsed(entry(index + 1))) },
      "too-long",
    ],
  ])("is refused with %s", (_case, change, code) => {
    expect(readHistoryPage({ ...page({ entries: [entry(1)] }), ...change }, history)).toMatchObject({
      type: "refused",
      code,
    });
  });

  it("and its state compare", () => {
    const facts = {
      groupIri: GROUP,
      epoch: "01jq",
      seq: 1042,
      membersDigest: "a".repeat(64),
      contentDigest: "b".repeat(64),
      updated: NOON,
    };
    const { groupIri: _group, ...state } = facts;
    expect(readSyncState(syncStateFor(facts), `${GROUP}/sync`)).toEqual({ type: "sync-state", ...state });
    expect(readSyncState(syncStateFor(facts), `${NORTH}/ap/g/other/sync`)).toMatchObject({ type: "refused" });
    expect(readSyncHeader(syncHeaderFor(facts))).toEqual({
      groupIri: GROUP,
      seq: 1042,
      membersDigest: facts.membersDigest,
    });
    expect(readSyncHeader("group=1")).toBeNull();
  });

  it("C-05: a thread lists its posts oldest first", () => {
    const thread = threadFor({
      iri: THREAD,
      groupIri: GROUP,
      rootIri: TOPIC,
      postIris: [TOPIC, reply.iri],
      acceptedAnswerIri: reply.iri,
      locked: false,
      pinned: true,
    });
    expect(thread).toMatchObject({
      orderType: "https://w3id.org/fep/1985/ForwardChronological",
      acceptedAnswer: reply.iri,
      "cop:root": TOPIC,
      totalItems: 2,
    });
    expect(readCollection(thread)).toMatchObject({ total: 2, itemIris: [TOPIC, reply.iri] });
  });
});

function parsed(item: LogEntry): Record<string, unknown> {
  return "text" in item ? JSON.parse(item.text) : {};
}
