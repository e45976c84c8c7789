import { getCookie } from "hono/cookie";
import { type CouncilChoice, listCouncilChoices } from "../node/peers/council-choices.ts";
import { choiceValue, type OpenedThere, type OwnCouncilProps } from "./components/own-council.tsx";
import type { WebContext } from "./env.ts";

/** The councils a visitor can choose from, and the one this device remembers. */
export async function councilsFor(c: WebContext): Promise<Pick<OwnCouncilProps, "councils" | "remembered">> {
  const councils = await listCouncilChoices(c.get("ctx"));
  return { councils, remembered: rememberedCouncil(getCookie(c, "council"), councils) };
}

/**
 * "Open this at your own council" for a page that may be sent to somebody as a link; null for who is signed in, and
 * where no other council is connected. `address` is the path of what is opened, this page's own if not given.
 */
export async function openThere(
  c: WebContext,
  opens: OpenedThere,
  address?: string,
): Promise<OwnCouncilProps | null> {
  if (c.get("session") !== null) return null;
  const { origin } = c.get("site");
  const chosen = await councilsFor(c);
  if (chosen.councils.every((council) => council.origin === origin)) return null;
  const { pathname, search } = new URL(c.req.url);
  return { ...chosen, item: origin + (address ?? pathname + search), to: "open", opens };
}

/** The council a device remembers, when it is still one that can be chosen. */
function rememberedCouncil(
  cookie: string | undefined,
  councils: readonly CouncilChoice[],
): CouncilChoice | null {
  return councils.find((council) => choiceValue(council) === cookie) ?? null;
}
