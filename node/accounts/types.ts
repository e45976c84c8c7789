import type { Council } from "../councils/types.ts";

/** Who stands at the door, as far as the edge knows. */
export interface Visitor {
  /** IP address; null for the command line. */
  readonly address: string | null;
  /** In words, for the list of sessions: "Firefox on Windows". At most 200 characters are kept. */
  readonly device: string;
}

export type Theme = "system" | "light" | "dark";
export type Language = "en" | "cy";
export type Digest = "each" | "daily" | "weekly" | "none";

/** A person signed in. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly actorId: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  /** Name of the council, once it is verified. */
  readonly council: string | null;
  readonly language: Language;
  readonly theme: Theme;
  readonly administrator: boolean;
  /** Null until the three steps of the welcome are done. */
  readonly welcomed: Date | null;
  /** When the visit before this one began. */
  readonly lastVisit: Date | null;
  readonly authenticated: Date;
  readonly factors: readonly string[];
}

/** A session just begun. `token` goes into the cookie and is stored nowhere else. */
export interface NewSession {
  readonly token: string;
  readonly accountId: string;
  readonly actorId: string;
  readonly expires: Date;
}

/** What a person gives to get an account; role, areas and the rest follow in the welcome. */
export interface AccountDraft {
  readonly name: string;
  readonly roleTitle: string;
  readonly password: string;
  /** Which council, where the e-mail domain belongs to several. */
  readonly organisationId: string | null;
  readonly language: Language;
}

/** What a link to an account's making shows before it is used. */
export interface Admission {
  readonly email: string;
  /** Councils of the domain: one is filled in, several are asked for, none is not verified. */
  readonly councils: readonly Council[];
  readonly invitedBy: string | null;
  /** Path of the page they came from, as it was given; whoever goes there checks it. */
  readonly next: string | null;
  readonly expires: Date;
}
