import { z } from "zod";
import { chooseHolding } from "../../node/peers/closed.ts";
import { chooseHistory, HISTORY_MOST } from "../../node/peers/history.ts";
import { type Peer, peerById } from "../../node/peers/read.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { AdminPeerPage } from "../pages/admin-peer.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator } from "../session.ts";

const historyForm = z.strictObject({
  bring: z.enum(["yes", "no"]),
  days: upTo(HISTORY_MOST.days),
  items: upTo(HISTORY_MOST.items),
  closed: z.enum(["yes", "no"]).optional(),
});

/** One node: what it may hold of closed communities here, and how much of its older discussions comes here. */
export function registerAdminPeerRoute(app: WebApp): void {
  app.get("/admin/peers/:id", async (c) => {
    administrator(c);
    const peer = await findPeer(c);
    const { bringHistory, historyDays, historyItems } = peer;
    const text = {
      bring: bringHistory ? "yes" : "no",
      days: `${historyDays}`,
      items: `${historyItems}`,
      closed: peer.holdsClosed ? "yes" : "no",
    };
    return show(c, peer, { ...EMPTY_FORM, text });
  });
  app.post("/admin/peers/:id", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, historyForm);
    const peer = await findPeer(c);
    if (!given.ok) return show(c, peer, given.state);
    const { bring, days, items, closed } = given.value;
    if (closed) await chooseHolding(c.get("ctx"), { peerId: peer.id, holds: closed === "yes", accountId });
    await chooseHistory(c.get("ctx"), { peerId: peer.id, bring: bring === "yes", days, items, accountId });
    return see(c, "/admin/peers", { done: "changed" });
  });
}

/** The peer that an address names; refuses `not-found`. */
export async function findPeer(c: WebContext): Promise<Peer> {
  return (await peerById(c.get("ctx").sql, idOfPeer(c))) ?? refuse("not-found");
}

/** The id of a peer in an address; refuses `not-found` for what is none. */
export function idOfPeer(c: WebContext): string {
  const id = c.req.param("id") ?? "";
  return /^[0-9a-f-]{36}$/.test(id) ? id : refuse("not-found");
}

function upTo(most: number) {
  const error = "errors.field.wholeNumber";
  const typed = z
    .union(
      [
        z
          .string()
          .trim()
          .regex(/^\d{1,8}$/, { error }),
        z.number(),
      ],
      { error },
    )
    .transform(Number);
  return typed.pipe(z.number().int({ error }).min(0, { error }).max(most, { error }));
}

async function show(c: WebContext, peer: Peer, form: FormState): Promise<Response> {
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) {
    const { bringHistory, historyDays, historyItems, holdsClosed, keepsClosed, closedLost, closedLostWhy } =
      peer;
    const { origin, name, state } = peer;
    const facts = {
      origin,
      name,
      state,
      bringHistory,
      historyDays,
      historyItems,
      holdsClosed,
      keepsClosed,
      closedLost,
      closedLostWhy,
    };
    return json(c, { peer: facts, errors: form.errors }, { cache: "private", status });
  }
  const title = c.get("speech").t("peers.historyOf", { name: peer.name });
  return page(c, { title, status, cache: "private" }, <AdminPeerPage peer={peer} form={form} />);
}
