import { z } from "zod";
import { sameOrigin } from "../../node/iris.ts";
import { type Refused, refused } from "./outcome.ts";
import { aLine, anIri, faultOf, manyOf, recordOf } from "./values.ts";

/** What NodeInfo is used for here: the program's name, for the class of delivery, and nothing else (profile A.4). */
export interface ReadNodeInfo {
  readonly type: "nodeinfo";
  /** Lower case. */
  readonly software: string;
  readonly version: string;
  readonly nodeName: string;
}

/** Where a host's NodeInfo and node actor are. */
export interface ReadNodeInfoLinks {
  readonly type: "nodeinfo-links";
  /** Newest schema first; only addresses on the host asked. */
  readonly hrefs: readonly string[];
  readonly nodeIri: string | null;
}

const LINK = z.object({ rel: aLine(200), href: anIri });
const SCHEMA = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/(\d\.\d)$/;
const INFO = z.object({
  version: aLine(10),
  software: z.object({ name: z.string().min(1), version: aLine(100) }),
});

/** Reads `/.well-known/nodeinfo` of `origin`. Refuses `invalid`; leaves out links to other origins (A08). */
export function readNodeInfoLinks(json: unknown, origin: string): ReadNodeInfoLinks | Refused {
  const links = manyOf(recordOf(json)?.links).flatMap((item) => {
    const parsed = LINK.safeParse(item);
    return parsed.success && parsed.data.href !== null ? [{ ...parsed.data, href: parsed.data.href }] : [];
  });
  if (links.length === 0) return refused("invalid", "links: none");
  const own = links.filter((link) => sameOrigin(link.href, `${origin}/`));
  const schemas = own
    .flatMap((link) => {
      const version = SCHEMA.exec(link.rel)?.[1];
      return version === undefined ? [] : [{ version, href: link.href }];
    })
    .sort((a, b) => (a.version < b.version ? 1 : -1));
  const node = own.find((link) => link.rel === "https://www.w3.org/ns/activitystreams#Application");
  return { type: "nodeinfo-links", hrefs: schemas.map((schema) => schema.href), nodeIri: node?.href ?? null };
}

/** Reads a NodeInfo document of any version. Refuses `invalid` without a program's name. */
export function readNodeInfo(json: unknown): ReadNodeInfo | Refused {
  const parsed = INFO.safeParse(json);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const name = recordOf(recordOf(json)?.metadata)?.nodeName;
  return {
    type: "nodeinfo",
    software: aLine(100).parse(parsed.data.software.name).toLowerCase(),
    version: parsed.data.software.version,
    nodeName: aLine(100).parse(name),
  };
}
