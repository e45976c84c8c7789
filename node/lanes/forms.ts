import type { AnyContext } from "../context.ts";
import { listTitled } from "../posts/wire-read.ts";
import { type DeliveryClass, takesForm } from "../visibility/delivery-class.ts";

/**
 * A server turned out to run another program than was known: what waits for it in the one form that the former took
 * goes in the form that the new one takes (profile E.5). Where both forms wait, the one it does not take is dropped when
 * its turn comes.
 */
export async function changeForms(
  ctx: AnyContext,
  origin: string,
  change: { readonly from: DeliveryClass; readonly to: DeliveryClass },
): Promise<void> {
  const { from, to } = change;
  if (!takesForm(from, "activity") && !takesForm(to, "id"))
    await ctx.sql`update deliveries set form = 'activity' where origin = ${origin} and kind = 'relay' and form = 'id'`;
  if (takesForm(from, "id") || takesForm(to, "activity")) return;
  const waiting = await ctx.sql<{ id: number; iri: string }[]>`
    select d.id, e.object_iri as iri from deliveries d join log_entries e on e.announce_iri = d.activity_iri
    where d.origin = ${origin} and d.kind = 'relay' and d.form = 'activity' and e.type = 'Create'`;
  const iris = waiting.map((one) => one.iri);
  const titled = new Set(await listTitled(ctx, iris));
  const ids = waiting.filter((one) => titled.has(one.iri)).map((one) => one.id);
  await ctx.sql`update deliveries set form = 'id' where id = any(${ids})`;
}

/** In which form a delivery waits now; null when it waits no more. */
export async function formOfDelivery(ctx: AnyContext, id: number): Promise<"activity" | "id" | null> {
  const [row] = await ctx.sql<{ form: "activity" | "id" }[]>`select form from deliveries where id = ${id}`;
  return row?.form ?? null;
}
