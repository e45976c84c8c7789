import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly to: readonly string[];
  /** By lower-case name, unfolded; the first of each. */
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: string;
  /** The text part, decoded. */
  readonly text: string;
  readonly html: string;
}

export interface MailSink {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** What it says to the next mails: an SMTP status, or null to take them. */
  answer(status: number | null): void;
  /** Goes away, and comes back on the same port. */
  close(): Promise<void>;
  open(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A mail server on loopback that keeps what it gets. */
export async function startMailSink(): Promise<MailSink> {
  const received: ReceivedMail[] = [];
  let status: number | null = null;
  let port = 0;
  let server: SMTPServer | null = null;
  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      logger: false,
      closeTimeout: 50,
      onRcptTo: (_address, _session, done) => done(status === null ? null : refusal(status)),
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map((recipient) => recipient.address);
          received.push(readMail(to, Buffer.concat(parts).toString("utf8")));
          done();
        });
      },
    });
  const open = async () => {
    server = make();
    const listening = server;
    await new Promise<void>((resolve) => {
      const net = listening.listen(port, "127.0.0.1", () => {
        const address = net.address();
        if (address !== null && typeof address === "object") port = address.port;
        resolve();
      });
    });
  };
  const close = async () => {
    const closing = server;
    server = null;
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
  };
  await open();
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answer: (next) => {
      status = next;
    },
    open,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function refusal(status: number): Error {
  return Object.assign(new Error("not now"), { responseCode: status });
}

function readMail(to: readonly string[], raw: string): ReceivedMail {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const [name = "", ...value] = line.split(": ");
    if (!headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value.join(": "));
  }
  const boundary = /boundary="?([^";]+)/.exec(headers.get("content-type") ?? "")?.[1] ?? "";
  const parts = rest.join("\r\n\r\n").split(`--${boundary}`);
  const part = (type: string) =>
    decoded(parts.find((found) => found.includes(`Content-Type: ${type}`)) ?? "");
  return { to, headers, raw, text: part("text/plain"), html: part("text/html") };
}

/** Quoted-printable, RFC 2045 §6.7. */
function decoded(part: string): string {
  const body = part.split("\r\n\r\n").slice(1).join("\r\n\r\n").replace(/=\r\n/g, "");
  const bytes = body.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n");
}
