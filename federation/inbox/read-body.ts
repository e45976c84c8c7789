import { type GuardRefusal, refusal } from "./guard.ts";

/** How much of a body is read, for how long; `declaredBytes` is the Content-Length, null where there is none. */
export type BodyLimits = { declaredBytes: number | null; maxBytes?: number; timeoutMs?: number };

/** The bytes of a body, or why it was not read to its end. */
export type Body = { ok: true; bytes: Uint8Array } | GuardRefusal;

/**
 * Reads a request body of at most 256 KiB within 15 s (A51, A54). Refuses with 413 by the declared length without
 * reading, or by the counted one as soon as it is passed; 408 when the time is up; 400 when the sender breaks off or
 * the length is not the declared one. The stream is cancelled in every case of refusal.
 */
export async function readBody(stream: ReadableStream<Uint8Array> | null, limits: BodyLimits): Promise<Body> {
  const { declaredBytes, maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = limits;
  if (stream === null) return refusal(400, "body", "no body");
  const reader = stream.getReader();
  const tooLate = Promise.withResolvers<"late">();
  const timer = setTimeout(() => tooLate.resolve("late"), timeoutMs);
  try {
    if ((declaredBytes ?? 0) > maxBytes) return refusal(413, "too-large", `declares ${declaredBytes} bytes`);
    const bytes = await readAll(reader, maxBytes, tooLate.promise);
    if (bytes === "late") return refusal(408, "timeout", "the body did not arrive in time");
    if (bytes === "large") return refusal(413, "too-large", `more than ${maxBytes} bytes`);
    if (declaredBytes !== null && declaredBytes !== bytes.byteLength) {
      return refusal(400, "content-length", "the body is not as long as declared");
    }
    return { ok: true, bytes };
  } catch {
    return refusal(400, "body", "the body broke off");
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  tooLate: Promise<"late">,
): Promise<Uint8Array | "late" | "large"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await Promise.race([reader.read(), tooLate]);
    if (next === "late") return "late";
    if (next.done) return Buffer.concat(chunks, size);
    size += next.value.byteLength;
    if (size > maxBytes) return "large";
    chunks.push(next.value);
  }
}

const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 15_000;
