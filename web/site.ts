import { isLoopbackOrigin } from "../node/config-schema.ts";
import type { Language } from "./language.ts";

/** What every page says about the place it belongs to. */
export interface Site {
  readonly origin: string;
  /** `Sunderland Communities` */
  readonly name: string;
  /** The council that runs it; null until an administrator named one. */
  readonly council: string | null;
  readonly contact: { readonly name: string; readonly email: string } | null;
  readonly languages: readonly Language[];
  /** One colour, from which header, links and buttons follow. */
  readonly brandColour: string;
  /** The address is of this machine only, so nothing written here can ever move to a real one. */
  readonly trial: boolean;
}

/** The settings this reads; a part of the configuration. */
export interface SiteSettings {
  readonly origin: string;
  readonly nodeName: string;
  readonly councils: readonly { readonly name: string; readonly own: boolean }[];
  readonly languages: readonly Language[];
  readonly brandColour: string;
  readonly contact: { readonly name: string; readonly email: string } | null;
}

/** The site of a configuration. */
export function siteOf(config: SiteSettings): Site {
  const own = config.councils.find((council) => council.own) ?? config.councils[0];
  return {
    origin: config.origin,
    name: config.nodeName,
    council: own?.name ?? null,
    contact: config.contact,
    languages: config.languages,
    brandColour: config.brandColour,
    trial: isLoopbackOrigin(config.origin),
  };
}
