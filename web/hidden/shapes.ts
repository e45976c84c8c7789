import { z } from "zod";
import type { CommunityLabel } from "../../node/communities/types.ts";
import type { FileView } from "../../node/files/types.ts";
import { idOf } from "../../node/ids.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import { sanitise } from "../../node/text/sanitise.ts";

/** A hidden place as its pages need it: where they stand here, and whose site keeps it. */
export interface HiddenAt {
  /** `/hidden/<id>`. */
  readonly path: string;
  /** "Wiltshire". */
  readonly home: string;
  readonly homeOrigin: string;
  /** Of this node. */
  readonly origin: string;
}

const text = (most: number) => z.string().max(most).default("");
const moment = z.coerce.date();
const uuid = z.uuid();
const count = z.int().min(0);
/** As it stands in an address; anything else is nobody's. */
const handle = z
  .string()
  .max(300)
  .regex(/^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*(@[\w.:-]+)?$/u)
  .catch("unknown");

/** A person as the other node names them; their page here, where they may be known. */
export function personAt({ origin, homeOrigin }: HiddenAt) {
  return z
    .object({
      id: uuid,
      iri: z.string().max(2_048),
      name: text(300),
      handle,
      roleTitle: text(300),
      council: z.string().max(300).nullable().default(null),
      invitedBy: z.string().max(300).nullable().default(null),
      via: z.string().max(300).nullable().default(null),
      initials: text(10),
      hue: z.int().min(1).max(8).catch(1),
      gone: z.boolean().default(false),
    })
    .transform((person): PersonLabel => {
      const [name = "", host = new URL(homeOrigin).host] = person.handle.split("@");
      const handle = person.iri.startsWith(`${origin}/`) ? name : `${name}@${host}`;
      return { ...person, handle, path: `/people/${handle}` };
    });
}

/** The community: its name as its node says now, its address here. */
export function communityLabelAt({ path, home }: HiddenAt) {
  return z.object({ id: uuid, iri: z.string().max(2_048), name: text(300) }).transform(
    (community): CommunityLabel => ({
      ...community,
      handle: "",
      path,
      level: "confidential",
      local: false,
      home,
    }),
  );
}

/** A file, served here part by part as its node gives it. */
export function fileAt({ path }: HiddenAt) {
  return z
    .object({
      id: z.string().max(40),
      name: text(300),
      mediaType: text(200),
      bytes: count,
      alt: text(1_000),
      picture: z.object({ width: z.int().positive(), height: z.int().positive() }).nullable().default(null),
      state: z.enum(["ready", "waiting", "infected"]),
      path: z.string().max(300),
      smallPath: z.string().max(300).nullable().default(null),
    })
    .transform((file): FileView => {
      const key = /^\/files\/([0-9a-z]{26})/.exec(file.path)?.[1] ?? "";
      const here = `${path}/files/${key}`;
      return { ...file, path: here, smallPath: file.smallPath === null ? null : `${here}?size=small` };
    });
}

/** Text that somebody wrote, as HTML of our subset, whatever the other node let through. */
export const written = text(200_000).transform((html) => sanitise(html));

export const relation = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("member"), since: moment, role: z.enum(["member", "facilitator", "owner"]) }),
  z.object({ kind: z.literal("suspended"), reason: text(1_000), until: moment.nullable().default(null) }),
]);

/** The whole community, for the frame of its pages. */
export function communityAt(at: HiddenAt) {
  const person = personAt(at);
  const fields = z.object({
    id: uuid,
    iri: z.string().max(2_048),
    name: text(300),
    purpose: text(1_000),
    themes: z.array(z.string().max(100)).max(50).default([]),
    members: count.nullable().default(null),
    councils: count.nullable().default(null),
    lastActivity: moment.nullable().default(null),
    relation,
    charter: z.record(z.string().max(50), z.string().max(2_000)).default({}),
    facilitators: z.array(person).max(200).default([]),
    language: z.enum(["en", "cy"]).catch("en"),
    created: moment,
  });
  return fields.transform((community) => ({
    ...community,
    handle: "",
    path: at.path,
    level: "confidential" as const,
    local: false,
    home: at.home,
    joining: "invitation" as const,
    unanswered: 0,
    audience: { members: community.members ?? 0, councils: community.councils ?? 0, holders: [at.home] },
    readable: true,
    indexable: false,
    feed: false,
    levelFixed: true,
    holding: { kind: "here" as const },
    joinLink: null,
  }));
}

/** A list with its place among its pages. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).max(100),
    total: count,
    page: z.int().min(1),
    pages: z.int().min(1),
  });
}

/** The page of a discussion here. */
export function threadPath({ path }: HiddenAt, id: string): string {
  return `${path}/t/${idOf(id)}`;
}
