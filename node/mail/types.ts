/** Languages that mails are written in. */
export type MailLanguage = "en" | "cy";

/** Mails about an account; they are sent whatever a person chose. Their texts: texts/{en,cy}.json. */
export const ACCOUNT_MAILS = [
  "register",
  "register-known",
  "invite",
  "reset",
  "reset-unknown",
  "password-changed",
  "email-change",
  "email-changed",
  "test",
] as const;
export type AccountMail = (typeof ACCOUNT_MAILS)[number];

/** Mails whose words are looked up when they leave, by the loader of their kind (`openMails`). */
export const LATE_MAILS = ["notice", "report-closed", "digest", "community-invite"] as const;
export type LateMail = (typeof LATE_MAILS)[number];

/** What a text speaks of. A line of a text that names a fact which is missing or empty is left out. */
export type MailFacts = Readonly<Record<string, string | number>>;

/** What one click stops (RFC 8058). `digest`: daily and weekly news; `community`, `thread`: mails about that one; `invitations`. */
export type UnsubscribeScope =
  | { readonly accountId: string; readonly what: "digest" }
  | { readonly accountId: string; readonly what: "community" | "thread"; readonly id: string }
  /** Invitations to communities by mail; `mark`: SHA-256 of the address, hexadecimal. */
  | { readonly what: "invitations"; readonly mark: string };

export interface MailItem {
  readonly title: string;
  /** Under the title: council, community, state. */
  readonly about: string;
  readonly link: string;
}

/** Everything a mail says, before it is put into words. */
export interface MailContent {
  /** Key of the text. */
  readonly text: string;
  readonly facts: MailFacts;
  /** Where its one button leads; absolute, of this node. */
  readonly open: string | null;
  /** What a person wrote, as plain text. */
  readonly quote?: string | null;
  readonly items?: readonly MailItem[];
  readonly unsubscribe?: UnsubscribeScope | null;
  /** The discussion it belongs to, so that mail programs show its mails together. */
  readonly threadId?: string | null;
  readonly community?: { readonly id: string; readonly name: string } | null;
}

/** A row of the queue, as a loader gets it. */
export interface QueuedMail {
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly accountId: string | null;
  readonly noticeId: string | null;
  readonly kind: AccountMail | LateMail;
  readonly language: MailLanguage;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly links: Readonly<Record<string, string>>;
  readonly created: Date;
  readonly expires: Date | null;
  readonly attempts: number;
}
