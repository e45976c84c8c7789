import { z } from "zod";
import type { FoundItem } from "../../node/discovery/find.ts";
import { postPathOf } from "../paths.ts";
import { communityLabelAt, type HiddenAt, personAt } from "./shapes.ts";

const count = z.int().min(0);
const marked = z.array(z.tuple([z.string().max(5_000), z.boolean()])).max(2_000);

/** What was found inside, with addresses of this node. */
export function searchAnswer(at: HiddenAt) {
  const item = z
    .object({
      kind: z.enum(["topic", "question", "reply"]),
      id: z.uuid(),
      path: z.string().max(300),
      title: marked,
      snippet: marked.nullable().default(null),
      community: communityLabelAt(at),
      author: personAt(at),
      published: z.coerce.date(),
      lang: z.string().max(20).default("en"),
      answered: z.boolean().default(false),
      replies: count.default(0),
    })
    .transform((found): FoundItem => ({ ...found, path: foundPath(at, found) }));
  return z.object({ items: z.array(item).max(50), total: count });
}

/** An address of its node, as one of this one: the page of the thread that shows it. */
function foundPath(
  { path }: HiddenAt,
  { path: there, id, kind }: { path: string; id: string; kind: string },
): string {
  const [, thread = ""] = /\/t\/([0-9a-z]{26})/.exec(there) ?? [];
  return kind === "reply" ? postPathOf(`${path}/t/${thread}`, id) : `${path}/t/${thread}`;
}
