import type { z } from "zod";
import type { HiddenAsk } from "../../node/hidden/asks.ts";
import { idOf, uuidOf } from "../../node/ids.ts";
import { endPlace, findPlace, type HiddenPlace } from "../../node/places/places.ts";
import { Outage, refuse } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";
import { signedIn } from "../session.ts";
import type { HiddenAt } from "./shapes.ts";

/** A hidden place of the person who is signed in, and how its node is asked. */
export interface HiddenScene {
  readonly place: HiddenPlace;
  readonly at: HiddenAt;
  /** Asks and reads the answer by its shape; nothing of it is kept. Refuses what the node refuses; throws Outage when away. */
  ask<T extends z.ZodType>(shape: T, ask: HiddenAsk): Promise<z.output<T>>;
}

/** The place in the path. Refuses `not-signed-in`, and `not-found` for one of somebody else; programs have no way in. */
export async function hiddenScene(c: WebContext): Promise<HiddenScene> {
  const { actorId } = signedIn(c);
  const ctx = c.get("ctx");
  const id = uuidOf(c.req.param("place") ?? "");
  const place = id === null ? null : await findPlace(ctx, { actorId, id });
  if (place === null) return refuse("not-found");
  return { place, at: atOf(c, place), ask: (shape, ask) => askPlace(c, place, { shape, ask }) };
}

/** Where the pages of a place stand. */
export function atOf(c: WebContext, place: HiddenPlace): HiddenAt {
  const { home, homeOrigin } = place;
  return { path: `/hidden/${idOf(place.id)}`, home, homeOrigin, origin: c.get("site").origin };
}

/** One question, for a place that was found. An answer that is not of the shape is as good as none. */
export async function askPlace<T extends z.ZodType>(
  c: WebContext,
  place: HiddenPlace,
  { shape, ask }: { readonly shape: T; readonly ask: HiddenAsk },
): Promise<z.output<T>> {
  const ctx = c.get("ctx");
  const read = shape.safeParse(await ctx.ports.remote.askHidden(ctx, place, ask));
  // What is wrong with it stays unsaid: it could quote the answer.
  if (!read.success) throw new Outage("unfit-answer");
  return read.data;
}

/** The person has nothing there any more: the place goes. */
export async function forgetPlace(c: WebContext, { actorId, groupIri }: HiddenPlace): Promise<void> {
  await endPlace(c.get("ctx"), { actorId, groupIri });
}
