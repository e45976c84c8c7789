import { connect } from "node:net";

/** A connection to a node on which a test writes bytes as it likes. */
export interface RawSocket {
  write(bytes: string | Buffer): void;
  /** Goes on writing the same bytes as fast as they are taken, until the other side has had enough. */
  flood(bytes: Buffer): void;
  /** Says that nothing more comes. */
  end(): void;
  /** Everything that was answered, when the connection is closed. */
  readonly closed: Promise<string>;
  destroy(): void;
}

/** Opens a connection to where a node listens. */
export function openRawSocket(origin: string): RawSocket {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = "";
  socket.on("data", (part) => {
    answer += part.toString("latin1");
  });
  // Cut off by the other side: what it said before is what counts.
  socket.on("error", () => {});
  socket.on("close", () => resolve(answer));
  return {
    write: (bytes) => void socket.write(bytes),
    flood(bytes) {
      const more = () => {
        while (!socket.destroyed && socket.write(bytes)) {}
      };
      socket.on("drain", more);
      more();
    },
    end: () => void socket.end(),
    closed: promise,
    destroy: () => void socket.destroy(),
  };
}

/** The status of the first answer in what came over a connection; 0 for none. */
export function statusIn(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

/** The head of a request as text. */
export function headText(
  line: string,
  headers: ReadonlyMap<string, string | readonly string[] | null>,
): string {
  const lines = [...headers].flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => `${name}: ${one}`),
  );
  return `${[line, ...lines].join("\r\n")}\r\n\r\n`;
}
