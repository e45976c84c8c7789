import type { HeaderSource, SignatureClaims } from "./signature-header.ts";

/** A request as both ends of a signature see it: `target` is path and query, `origin` the receiver's own. */
export type SignedParts = { method: string; target: string; origin: string; headers: HeaderSource };

/**
 * Says what a signature fails to cover, or null: method and target with its query, the host, a time, and a digest
 * where there is a body (A20–A23). Uncovered parts could be changed on the way, or the request replayed elsewhere.
 */
export function uncovered(claims: SignatureClaims, target: string, hasBody: boolean): string | null {
  const covers = (...names: string[]) => names.some((name) => claims.components.includes(name));
  if (hasBody && !covers("digest", "content-digest")) return "digest";
  if (claims.spec === "cavage") {
    if (!covers("(request-target)")) return "(request-target)";
    if (!covers("host")) return "host";
    return covers("date", "(created)") ? null : "date";
  }
  if (!covers("@method")) return "@method";
  if (!covers("@target-uri", "@request-target", "@path")) return "@target-uri";
  if (target.includes("?") && !covers("@target-uri", "@request-target", "@query")) return "@query";
  return covers("@authority", "host", "@target-uri") ? null : "@authority";
}

/** The exact bytes that a signature of these claims covers; null when a covered header is missing or unknown. */
export function signatureBase(claims: SignatureClaims, parts: SignedParts): Buffer | null {
  const lines: string[] = [];
  for (const name of claims.components) {
    const value = claims.spec === "cavage" ? cavageValue(name, claims, parts) : rfc9421Value(name, parts);
    if (value === null || value === undefined || value.length > 8192) return null;
    lines.push(claims.spec === "cavage" ? `${name}: ${value.trim()}` : `"${name}": ${value.trim()}`);
  }
  if (claims.spec === "rfc9421") lines.push(`"@signature-params": ${claims.parameters}`);
  return Buffer.from(lines.join("\n"), "latin1");
}

function cavageValue(name: string, claims: SignatureClaims, parts: SignedParts): string | null | undefined {
  if (name === "(request-target)") return `${parts.method.toLowerCase()} ${parts.target}`;
  if (name === "(created)") return claims.created?.toString();
  if (name === "(expires)") return claims.expires?.toString();
  return parts.headers.get(name);
}

/** RFC 9421 §2.2; what is not listed here starts with "@" and is no header either. */
function rfc9421Value(
  name: string,
  { method, target, origin, headers }: SignedParts,
): string | null | undefined {
  const query = target.indexOf("?");
  switch (name) {
    case "@method":
      return method.toUpperCase();
    case "@target-uri":
      return `${origin}${target}`;
    case "@authority":
      return new URL(origin).host;
    case "@scheme":
      return new URL(origin).protocol.slice(0, -1);
    case "@request-target":
      return target;
    case "@path":
      return query < 0 ? target : target.slice(0, query);
    case "@query":
      return query < 0 ? "?" : target.slice(query);
    default:
      return name.startsWith("@") ? null : headers.get(name);
  }
}
