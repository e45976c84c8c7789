import type { Relation } from "../../node/communities/types.ts";
import type { Client } from "../lab/client.ts";
import { pause } from "../lab/pause.ts";
import { insist } from "./insist.ts";
import { count, type Ledger } from "./ledger.ts";

export interface Visitor {
  readonly client: Client;
  readonly community: string;
  readonly ledger: Ledger;
}

/** Asks to join; once let in, leaves and asks again: that there is always something to approve. */
export async function askToJoinOnce({ client, community, ledger }: Visitor): Promise<void> {
  const page = await insist(ledger, "look", () => client.get(community));
  const { relation } = (page.body as { community: { relation: Relation } }).community;
  if (relation.kind === "requested") return pause(300);
  const verb = relation.kind === "member" ? "leave" : "join";
  const body = verb === "join" ? { words: "I assess carers." } : {};
  const answer = await insist(ledger, verb, () => client.post(`${community}/${verb}`, body));
  if (answer.status === 200) count(ledger.acknowledged, verb);
  else if (answer.status !== 409) count(ledger.odd, `${verb} ${answer.status}`);
}

/** Lets in everybody who waits. */
export async function approveOnce({ client, community, ledger }: Visitor): Promise<void> {
  const page = await insist(ledger, "look", () => client.get(`${community}/requests`));
  const { requests } = page.body as { requests: readonly { readonly id: string }[] };
  for (const { id } of requests) {
    const decision = { request: id, decision: "approve", reason: "" };
    const answer = await insist(ledger, "approve", () => client.post(`${community}/requests`, decision));
    const decided = answer.status === 200 || (answer.uncertain && answer.status === 409);
    if (decided) {
      ledger.approvals++;
      if (answer.uncertain) ledger.approvedAgain++;
      count(ledger.acknowledged, "approve");
    } else if (answer.status !== 404 && answer.status !== 409) count(ledger.odd, `approve ${answer.status}`);
  }
  await pause(200);
}
