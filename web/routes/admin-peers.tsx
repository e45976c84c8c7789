import { z } from "zod";
import { EgressRefused } from "../../node/egress/errors.ts";
import { ownFingerprint } from "../../node/keys/fingerprint.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { holdPeer } from "../../node/peers/hold.ts";
import { listPeers } from "../../node/peers/read.ts";
import type { NodeDescription } from "../../node/ports.ts";
import { Outage, Refusal, refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import type { Facts } from "../language.ts";
import { AdminPeersPage } from "../pages/admin-peers.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator } from "../session.ts";
import { idOfPeer, registerAdminPeerRoute } from "./admin-peer.tsx";

const lookForm = z.strictObject({ address: z.string().max(300).default("") });
const askForm = z.strictObject({ address: z.string().max(300), message: z.string().max(500).default("") });
const answerForm = z.strictObject({
  decision: z.enum(["accept", "refuse"]),
  reason: z.string().max(500).default(""),
});
const holdForm = z.strictObject({ act: z.enum(["pause", "resume", "block", "accept"]) });

/** Connecting to other nodes: look, ask, accept, refuse, pause, block. */
export function registerAdminPeerRoutes(app: WebApp): void {
  app.get("/admin/peers", async (c) => {
    administrator(c);
    return show(c, EMPTY_FORM, null);
  });
  app.post("/admin/peers/look", look);
  app.post("/admin/peers", ask);
  app.post("/admin/peers/:id/answer", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, answerForm);
    if (!given.ok) return refuse("invalid", { field: "decision" });
    const accept = given.value.decision === "accept";
    await answerPeer(c.get("ctx"), {
      peerId: idOfPeer(c),
      accept,
      reason: given.value.reason.trim(),
      accountId,
    });
    return see(c, "/admin/peers", { done: accept ? "connected" : "declined" });
  });
  app.post("/admin/peers/:id/hold", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, holdForm);
    if (!given.ok) return refuse("invalid", { field: "act" });
    await hold(c, given.value.act, accountId);
    return see(c, "/admin/peers", { done: "changed" });
  });
  registerAdminPeerRoute(app);
}

async function hold(
  c: WebContext,
  act: "pause" | "resume" | "block" | "accept",
  accountId: string,
): Promise<void> {
  const peerId = idOfPeer(c);
  if (act === "accept") return answerPeer(c.get("ctx"), { peerId, accept: true, reason: "", accountId });
  const state = ({ pause: "paused", resume: "resumed", block: "blocked" } as const)[act];
  return holdPeer(c.get("ctx"), { peerId, state, reason: "", accountId });
}

async function look(c: WebContext): Promise<Response> {
  administrator(c);
  const given = await readForm(c, lookForm);
  if (!given.ok) return show(c, given.state, null);
  const ctx = c.get("ctx");
  try {
    return await show(c, given.state, await ctx.ports.remote.describe(ctx, given.value.address));
  } catch (error) {
    return show(c, unreached(c, given.state, error), null);
  }
}

async function ask(c: WebContext): Promise<Response> {
  const { accountId } = administrator(c);
  const given = await readForm(c, askForm);
  if (!given.ok) return show(c, given.state, null);
  try {
    await askPeer(c.get("ctx"), { accountId, ...given.value });
    return see(c, "/admin/peers", { done: "peer-asked" });
  } catch (error) {
    return show(c, unreached(c, given.state, error), null);
  }
}

/** The form again, saying why the address could not be looked at; anything unexpected is thrown. */
function unreached(c: WebContext, state: FormState, error: unknown): FormState {
  const speech = c.get("speech");
  const at = (key: string, facts: Facts = {}) => ({
    ...state,
    errors: [{ field: "address", text: speech.t(key, facts) }],
  });
  if (error instanceof Outage) return at("peers.away");
  if (error instanceof EgressRefused)
    return at(error.kind === "private" ? "peers.forbidden" : "peers.forbiddenForm", {
      example: exampleFor(state.text.address),
    });
  if (!(error instanceof Refusal)) throw error;
  if (error.code === "not-found") return at("peers.notFound");
  if (error.code === "loopback-only") return at("peers.loopback");
  return refusedForm(state, error, speech);
}

/** The line of the setting that would let this node go there; the range is for the administrator to correct. */
function exampleFor(address = ""): string {
  const typed = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`);
  const range = /(^|\.)localhost$|^127\./.test(typed?.hostname ?? "") ? "127.0.0.0/8" : "10.20.0.0/16";
  return `${typed?.origin ?? "https://communities.example.gov.uk"}=${range}`;
}

async function show(c: WebContext, form: FormState, described: NodeDescription | null): Promise<Response> {
  const ctx = c.get("ctx");
  const peers = await listPeers(ctx);
  const failed = form.errors.length > 0;
  const status = failed ? 422 : 200;
  if (wantsJson(c)) return json(c, { peers, described, errors: form.errors }, { cache: "private", status });
  const own = await ownFingerprint(ctx);
  const title = c.get("speech").t("peers.title");
  return page(
    c,
    { title, status, cache: "private" },
    <AdminPeersPage peers={peers} form={form} described={described} own={own} />,
  );
}
