/** An answer as it came over the wire. `status` 0: the connection was closed without one. */
export interface Came {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A request written byte by byte; nothing is added or tidied. */
export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The node that is tried. */
export interface Target {
  readonly origin: string;
  /** Sends one request over a connection of its own. */
  send(sent: Sent): Promise<Came>;
  /** Writes a text on a connection of its own, says nothing more, and waits until the other side ends it. */
  hold(text: string): Promise<void>;
}

/** A case of security-reliability-ops.md §2.4 and §3 as a stranger can try it, without account, key or connection. */
export interface OutsideCase {
  readonly no: string;
  /** What is sent, in a few words. */
  readonly sent: string;
  /** What is expected, in a few words. */
  readonly expected: string;
  readonly attack: (target: Target) => Promise<Outcome>;
}

export interface Outcome {
  /** What came back, in a few words. */
  readonly came: string;
  readonly ok: boolean;
}
