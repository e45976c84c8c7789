import type { WebApp } from "../../web/env.ts";

/** A route as it is registered: the tables of tests are made of these, so that a new one is in them by itself. */
export interface Registered {
  readonly method: string;
  readonly path: string;
}

/** Every route of the pages, middleware left out. */
export function routesOf(app: WebApp): readonly Registered[] {
  const once = new Map(
    app.routes
      .filter(({ method, path }) => method !== "ALL" && !path.includes("*"))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  );
  return [...once.values()];
}

/**
 * What stands for the named parts of an address, by the part before and the name: `t/:id` for `/c/:name/t/:id`.
 */
export type Fill = Readonly<Record<string, string>>;

/** The address of a route with its named parts filled in; one that nobody has thought of fails the test. */
export function addressOf(path: string, fill: Fill): string {
  const parts = path.split("/");
  return parts
    .map((part, at) => {
      if (!part.startsWith(":")) return part;
      const key = `${parts[at - 1]}/${part}`;
      const value = fill[key];
      if (value === undefined) throw new Error(`${path}: say in the test what stands for ${key}.`);
      return encodeURIComponent(value);
    })
    .join("/");
}
