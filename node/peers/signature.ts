import type { AnyContext } from "../context.ts";
import type { DeliveryClass } from "../visibility/delivery-class.ts";

/** Remembers by which signature form a peer takes requests, after the first knock was refused (S-05). */
export async function rememberSignature(
  ctx: AnyContext,
  peerId: string,
  spec: "cavage" | "rfc9421",
): Promise<void> {
  await ctx.sql`update peers set signature_spec = ${spec} where id = ${peerId}`;
}

/** Takes in what a node says of itself, `asked`: when its NodeInfo was asked for; profile nodes get RFC 9421 and wrapped activities (profile E.5). */
export async function rememberSoftware(
  ctx: AnyContext,
  peerId: string,
  facts: {
    software: string | null;
    deliveryClass: DeliveryClass;
    asked?: Date;
    /** Whether it says that it keeps closed communities closed; left out where that was not looked at. */
    keepsClosed?: boolean;
    /** Whether it says that it reads hidden communities by reference and keeps nothing of them; the same. */
    readsHidden?: boolean;
    /** The mail domains of its councils, as it says; the same. */
    mailDomains?: readonly string[];
  },
): Promise<void> {
  await ctx.sql`
    update peers set software = coalesce(${facts.software}, software),
      signature_spec = case when ${facts.deliveryClass} = 'profile' and delivery_class <> 'profile' then 'rfc9421' else signature_spec end,
      delivery_class = ${facts.deliveryClass}, software_asked = coalesce(${facts.asked ?? null}, software_asked),
      keeps_closed = coalesce(${facts.keepsClosed ?? null}, keeps_closed),
      reads_hidden = coalesce(${facts.readsHidden ?? null}, reads_hidden),
      mail_domains = coalesce(${facts.mailDomains === undefined ? null : [...facts.mailDomains]}::text[], mail_domains)
    where id = ${peerId}`;
}
