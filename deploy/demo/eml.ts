/** What a reader sees of a kept mail. */
export interface KeptMail {
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  /** The plain text. */
  readonly text: string;
}

/** Reads a mail as Moothall keeps it (RFC 5322 with MIME); nothing of other programs has to be understood. */
export function readMail(source: string): KeptMail {
  const { headers, body } = splitPart(source.replaceAll("\r\n", "\n"));
  const header = (name: string) => decodeWords(headers.get(name) ?? "");
  return {
    to: header("to"),
    subject: header("subject"),
    date: header("date"),
    text: plainTextOf(headers, body).trim(),
  };
}

type Headers = ReadonlyMap<string, string>;

function splitPart(part: string): { readonly headers: Headers; readonly body: string } {
  const end = part.indexOf("\n\n");
  const head = (end < 0 ? part : part.slice(0, end)).replaceAll(/\n[ \t]+/g, " ");
  const headers = head.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return { headers: new Map(headers), body: end < 0 ? "" : part.slice(end + 2) };
}

function plainTextOf(headers: Headers, body: string): string {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    const texts = parts.map((part) => splitPart(part.replace(/^\n/, "")));
    return texts.map((part) => plainTextOf(part.headers, part.body)).find((text) => text !== "") ?? "";
  }
  if (!/^text\/plain/i.test(type)) return "";
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  return encoding === "quoted-printable" ? decodeQuoted(body.replaceAll("=\n", "")) : body;
}

/** Encoded words of a header (RFC 2047). */
function decodeWords(text: string): string {
  const joined = text.replaceAll(/\?=\s+=\?/g, "?==?");
  return joined.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
    how.toLowerCase() === "b"
      ? Buffer.from(word, "base64").toString("utf8")
      : decodeQuoted(word.replaceAll("_", " ")),
  );
}

function decodeQuoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
