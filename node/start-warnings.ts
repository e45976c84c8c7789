import { type Config, isLoopbackOrigin } from "./config.ts";

/** What is missing for live use, one sentence each with what to do; nothing for a trial on this machine. */
export function startWarnings(config: Pick<Config, "origin" | "contact">): readonly string[] {
  if (isLoopbackOrigin(config.origin) || config.contact !== null) return [];
  return [
    "Warning: nobody is named who answers for the house rules and for reports. Set MOOTHALL_CONTACT_NAME and MOOTHALL_CONTACT_EMAIL.",
  ];
}
