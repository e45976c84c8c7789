import type { Context, Hono } from "hono";
import type { OpenedView } from "../node/break-glass/read.ts";
import type { NodeContext } from "../node/context.ts";
import type { Viewer } from "../node/visibility/viewer.ts";
import type { Assets } from "./assets.ts";
import type { Speech } from "./language.ts";
import type { Session } from "./session.ts";
import type { Site } from "./site.ts";

/** What every route finds in its context, set by app.ts before the first route. */
export interface WebEnv {
  Variables: {
    ctx: NodeContext;
    assets: Assets;
    site: Site;
    /** Stands in the answer's header and in the log, so that an error can be told and found. */
    requestId: string;
    session: Session | null;
    /** A program asks, with a key of a person: it gets JSON and never a page. */
    byToken: boolean;
    /** Notices the person has not read; 0 for visitors. */
    unread: number;
    viewer: Viewer;
    /** Communities that an administrator has open by emergency access; empty for everyone else. */
    opened: readonly OpenedView[];
    speech: Speech;
  };
}

export type WebApp = Hono<WebEnv>;
export type WebContext = Context<WebEnv>;
