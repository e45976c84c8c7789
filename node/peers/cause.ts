import type { Lateness } from "../posts/types.ts";

const CAUSES: Readonly<Record<string, Lateness["cause"]>> = {
  "tls-expired": "certificate-expired",
  tls: "certificate",
  dns: "name-not-found",
  timeout: "not-answering",
  refused: "not-answering",
  reset: "not-answering",
  unreachable: "not-answering",
};

/** The cause in words of an error kept on a lane: a name of the egress, or `http-<status>`. */
export function causeOf(error: string | null): Lateness["cause"] {
  if (error === null) return "not-answering";
  if (error === "http-429" || error === "http-503") return "busy";
  if (/^http-4/.test(error)) return "refusing";
  return CAUSES[error] ?? "error";
}
