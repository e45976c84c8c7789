/** `ready`: may be read. `waiting`: the virus check has not answered. `infected`: it found something; no byte is kept. */
export type FileState = "ready" | "waiting" | "infected";

/** A file as pages and programs show it. */
export interface FileView {
  /** For forms: which files a post has. */
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** What a picture shows, in words; may be empty. */
  readonly alt: string;
  /** A picture that may be shown in a page; anything else is downloaded. */
  readonly picture: { readonly width: number; readonly height: number } | null;
  readonly state: FileState;
  /** Where it is served to those who may read it. */
  readonly path: string;
  /** Of a smaller picture for lists, of a PDF of its first page; null where there is none. */
  readonly smallPath: string | null;
}

/** Which of one's own files a post is to have, in this order, and what its author says that a picture shows. */
export interface FileChoice {
  readonly id: string;
  readonly alt: string;
}

/** Something attached to a post that came from elsewhere, as its author's node describes it. */
export interface AttachedLink {
  readonly href: string;
  readonly name: string;
  readonly host: string;
  /** As its author's node says; null where it says nothing. */
  readonly mediaType: string | null;
  readonly bytes: number | null;
  /** Multibase of the multihash of its bytes; null where there is none. */
  readonly digest: string | null;
  /** The same, read: SHA-256, hexadecimal; null where it is no such digest. */
  readonly sha256: string | null;
  /** It is a document, a picture or the like, and no mere address. */
  readonly file: boolean;
}

/**
 * `link`: stays where it is. `wanted`: it is fetched, or was not reached yet. `late`: it was not reached several times,
 * and is asked for again. `failed`: it does not come.
 */
export type LinkState = "link" | "wanted" | "late" | "failed";

/** What is attached elsewhere and not here, as pages and programs show it. */
export interface LinkView {
  readonly href: string;
  readonly name: string;
  readonly host: string;
  readonly mediaType: string | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  readonly state: LinkState;
}

/** A file of another council that is to be here. */
export interface WantedFile {
  readonly href: string;
  readonly name: string;
  readonly mediaType: string | null;
  readonly bytes: number | null;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}
