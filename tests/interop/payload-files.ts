import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Where documents of other programs lie; null where the folder is not present. */
export function payloadFolder(): string | null {
  const folder =
    process.env.MOOTHALL_PAYLOADS ?? new URL("../../../shared/payloads", import.meta.url).pathname;
  try {
    readdirSync(folder);
    return folder;
  } catch {
    return null;
  }
}

/** Paths of all documents, relative to the folder, sorted. */
export function payloadPaths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * A document as it would stand on the wire. Some fixtures have placeholders where a program writes an id, a date or a
 * name: each id gets its own address, so that documents are read and not refused for the placeholder.
 */
export function payloadText(folder: string, path: string): string {
  let ids = 0;
  return readFileSync(join(folder, path), "utf8")
    .replace(/SCRUBBED_ID/g, () => `https://kbin.test/scrubbed/${++ids}`)
    .replaceAll("SCRUBBED_DATE", "2026-01-02T03:04:05+00:00")
    .replaceAll("{{DOMAIN}}", "example.com")
    .replaceAll("{{nickname}}", "nick")
    .replace(/\{\{\w+\}\}/g, "1");
}

/** The text of the document in a recorded HTTP answer or request; the text itself when it is none. */
export function bodyIn(text: string): string {
  const record: unknown = JSON.parse(text);
  const recorded = typeof record === "object" && record !== null && "headers" in record && "body" in record;
  return recorded && typeof record.body === "string" ? record.body : text;
}
