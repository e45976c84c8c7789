import { z } from "zod";
import { disableAccount } from "../../node/accounts/administer.ts";
import { findAccount, findAccountById } from "../../node/accounts/read.ts";
import { isAdministrator } from "../../node/people/administrator.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { json } from "../respond.tsx";
import { administrator, signedIn } from "../session.ts";

const leaverForm = z.strictObject({ account: z.string().min(1).max(320) });

/**
 * Somebody has left the council: one call for the program of a personnel department, by work address, name in addresses
 * or account, as often as it likes. With a key for nothing else, or as a signed-in administrator.
 */
export function registerSwitchOffRoute(app: WebApp): void {
  app.post("/admin/people/switch-off", async (c) => {
    const by = await whoSwitchesOff(c);
    const form = await readForm(c, leaverForm);
    if (!form.ok) return refuse("invalid", { field: "account" });
    const { account: named } = form.value;
    const ctx = c.get("ctx");
    const id = z.uuid().safeParse(named);
    const { id: accountId } = id.success
      ? await findAccountById(ctx, id.data)
      : await findAccount(ctx, named);
    await disableAccount(ctx, { accountId, by });
    const { email, name, disabled } = await findAccountById(ctx, accountId);
    return json(c, { account: accountId, email, name, off: disabled }, { cache: "private" });
  });
}

/** A key is its administrator's, and works as long as they are one. */
async function whoSwitchesOff(c: WebContext): Promise<string> {
  if (!c.get("byToken")) return administrator(c).accountId;
  const { accountId, actorId } = signedIn(c);
  return (await isAdministrator(c.get("ctx").sql, actorId)) ? accountId : refuse("not-allowed");
}
