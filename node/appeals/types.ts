import type { CommunityLabel } from "../communities/types.ts";
import type { PersonLabel } from "../people/types.ts";

/** `withdrawn`: the author deleted the post before it was decided. */
export type AppealState = "open" | "restored" | "upheld" | "withdrawn";

/** How an appeal is decided; the words of the wire. */
export const APPEAL_OUTCOMES = ["restored", "upheld"] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

export interface AppealDecided {
  readonly at: Date;
  readonly by: PersonLabel | null;
  /** Told to the author. */
  readonly reason: string;
}

/** The author's own appeal, on the page of the post. */
export interface OwnAppeal {
  readonly id: string;
  readonly words: string;
  readonly created: Date;
  readonly state: AppealState;
  readonly decided: AppealDecided | null;
}

/** An appeal as those see it who decide it. */
export interface AppealView extends OwnAppeal {
  readonly community: CommunityLabel;
  readonly author: PersonLabel;
  /** Of the discussion; empty where the viewer may not read the community. */
  readonly title: string;
  readonly html: string;
  /** The person looking may read the post; else title and text are empty. */
  readonly readable: boolean;
  readonly lang: string;
  readonly removal: { readonly by: PersonLabel | null; readonly at: Date; readonly reason: string };
  readonly mayDecide: boolean;
  /** Decided here, and not yet taken by the community elsewhere. */
  readonly onItsWay: boolean;
  /** What it is about is kept by the community's own node, which does not answer. */
  readonly away: boolean;
}
