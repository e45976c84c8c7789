import type { SearchHit, SearchPage } from "../node/ports.ts";
import type { Health } from "./engine.ts";
import type { FoundHit } from "./merge.ts";

/** A result as the product's port has it. */
export function hitOf(found: FoundHit): SearchHit {
  const { kind, title, snippet } = found.hit;
  if (found.source === "here") return { kind, id: found.hit.id, title, snippet, elsewhere: null };
  const { uri, url, councilName, communityName } = found.hit;
  return {
    kind,
    id: uri,
    title,
    snippet,
    elsewhere: { url, council: councilName, community: communityName },
  };
}

/** How this node's own search and those beyond it are; this one is only named when it is away. */
export function sourcesOf(sources: {
  readonly here: string;
  readonly remote: unknown;
}): SearchPage["sources"] {
  const remote = typeof sources.remote === "string" ? sources.remote : "off";
  const named = [
    ...(sources.here === "ok" ? [] : [{ name: "here", status: "unavailable" as const }]),
    ...(remote === "off"
      ? []
      : [
          {
            name: "national",
            status:
              remote === "ok"
                ? ("ok" as const)
                : remote === "late"
                  ? ("late" as const)
                  : ("unavailable" as const),
          },
        ]),
  ];
  return named;
}

// Within a minute is soon enough; later than that a reader should know.
const BEHIND_MS = 60_000;

/** True when what was written lately may not be found yet. */
export function isBehind(health: Health): boolean {
  return health.lagMs > BEHIND_MS || health.reason === "rebuild-needed";
}
