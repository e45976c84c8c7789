import { digestOf } from "../../federation/objects/file.ts";
import { ROUTES } from "../../federation/routes.ts";
import { idOf } from "../../node/ids.ts";
import type { NetworkNode } from "./start-nodes.ts";

/** What stands for parts of the federation's addresses. */
export interface Named {
  /** IRIs of things of ours, by the letter of their addresses: `g` for `/ap/g/:id`, `files` for `/files/:id`. */
  readonly things: Readonly<Record<string, readonly string[]>>;
  /** What may be asked, by the name of the question. */
  readonly questions: Readonly<Record<string, readonly string[]>>;
}

/**
 * Every address that the federation answers, as path and query: each thing, each question alone and all of an address
 * together. A kind of thing or a question that nobody has thought of fails the test.
 */
export function federationAddresses(named: Named): readonly string[] {
  return federationSurfaces(named).map(({ path }) => path);
}

/** The same, each with its route. */
export function federationSurfaces({
  things,
  questions,
}: Named): readonly { readonly route: string; readonly path: string }[] {
  return ROUTES.flatMap((route) => {
    const kind = /^\/(?:ap\/)?(\w+)\/:id/.exec(route.path)?.[1];
    const iris = kind === undefined ? [""] : said(things, kind, route.path);
    const asked = route.questions.map((name) =>
      said(questions, name, route.path).map((value) => [name, value]),
    );
    const queries = [
      [],
      ...asked.flat().map((one) => [one]),
      asked.flatMap(([first]) => (first ? [first] : [])),
    ];
    const texts = [...new Set(queries.map((query) => new URLSearchParams(query).toString()))];
    return iris.flatMap((iri) => {
      const path =
        iri === "" ? route.path : route.path.replace(/^\/(?:ap\/)?\w+\/:id/, new URL(iri).pathname);
      return texts.map((text) => ({ route: route.path, path: text === "" ? path : `${path}?${text}` }));
    });
  });
}

function said(
  known: Readonly<Record<string, readonly string[]>>,
  name: string,
  path: string,
): readonly string[] {
  const found = known[name];
  if (found === undefined) throw new Error(`${path}: say in the test what stands for ${name}.`);
  return found;
}

/** Addresses and digests of the files in a community; there must be some. */
export async function filesIn({ ctx, origin }: NetworkNode, communityId: string) {
  const rows = await ctx.sql<{ secret: string; digest: Buffer }[]>`
    select secret, coalesce(digest, sha256) as digest from files where community_id = ${communityId}`;
  if (rows.length === 0) throw new Error("The community has no files.");
  return {
    files: rows.map(({ secret }) => `${origin}/files/${idOf(secret)}`),
    digest: rows.map(({ digest }) => digestOf(digest)),
  };
}
