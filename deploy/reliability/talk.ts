import type { NodeContext } from "../../node/context.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { Officer } from "../lab/councils.ts";
import { until } from "../lab/pause.ts";
import { communityIdOn } from "../simulate/setup.ts";
import { IN_FILE, REPLY, TITLE } from "./kept.ts";
import { pieces } from "./rooms.ts";
import type { Scene } from "./scene.ts";

interface Words {
  readonly by: Officer;
  readonly title?: string;
  readonly text: string;
  /** IRI of what it answers. */
  readonly parentIri?: string;
  readonly files?: readonly { readonly id: string; readonly alt: string }[];
}

/**
 * The lead writes, with a file; these people answer, each at their council, and the lead answers them, so that a notice and a
 * mail wait for each. Resolves with the discussion's IRI once all of it is everywhere.
 */
export async function talk(
  scene: Scene,
  people: readonly Officer[],
  ctxOf: (name: string) => NodeContext,
): Promise<string> {
  const home = ctxOf(scene.martin.site.name);
  const write = writerOf(scene, ctxOf);
  const file = await uploadFile(home, {
    ownerId: scene.martin.actorId,
    declared: { name: "costs.txt", type: "text/plain" },
    source: pieces(IN_FILE),
  });
  const files = [{ id: file.id, alt: "" }];
  const iri = await write({ by: scene.martin, title: TITLE, text: "See what is attached.", files });
  for (const by of people) {
    const { sql } = ctxOf(by.site.name);
    await until(`${by.site.name} has the discussion and its file`, async () => {
      const rows = await sql`select 1 from posts p join files f on f.post_id = p.id
        where p.iri = ${iri} and p.state = 'accepted' and (${by.site === scene.martin.site} or f.digest is not null)`;
      return rows.length > 0;
    });
    const said = await write({ by, text: "Is it?", parentIri: iri });
    await until("the answer is at home", async () => {
      const rows = await home.sql`select 1 from posts where iri = ${said} and state = 'accepted'`;
      return rows.length > 0;
    });
    await write({ by: scene.martin, text: REPLY, parentIri: said });
    await until(`a mail waits for ${by.name}`, async () => {
      const rows = await sql`select 1 from mails where account_id = ${by.accountId} and sent is null
        and failed is null and notice_id in (select id from notices where kind = 'reply')`;
      return rows.length > 0;
    });
  }
  return iri;
}

const writerOf =
  ({ groupIri }: Scene, ctxOf: (name: string) => NodeContext) =>
  async ({ by, title = "", text, parentIri, files = [] }: Words): Promise<string> => {
    const ctx = ctxOf(by.site.name);
    const [parent] = parentIri
      ? await ctx.sql<{ id: string }[]>`select id from posts where iri = ${parentIri}`
      : [];
    const content = await composePost(ctx, {
      ...{ kind: parentIri ? "reply" : "topic", title, text, lang: "en", themes: [], submission: null },
      ...{ communityId: await communityIdOn(ctx, groupIri), parentId: parent?.id ?? null, files },
    } as const);
    return (await publishPost(ctx, { authorId: by.actorId, content })).iri;
  };
