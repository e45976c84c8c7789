import type { QueuedMail } from "../mail/types.ts";
import { partOf } from "../mail/words.ts";
import type { PersonLabel } from "../people/types.ts";

/** A person as a mail names them: `Huw Evans (Wiltshire Council)`; "Someone" for nobody. */
export function whoOf(actor: PersonLabel | null, mail: Pick<QueuedMail, "language">): string {
  if (!actor) return partOf(mail.language, "someone");
  const { name, council, via } = actor;
  if (council && via) return partOf(mail.language, "personVia", { name, council, via });
  if (council) return partOf(mail.language, "person", { name, council });
  return via ? partOf(mail.language, "personOnlyVia", { name, via }) : name;
}
