import { z } from "zod";
import type { CommunityLabel } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { moveThread } from "../../node/posts/move.ts";
import { listMoveTargets } from "../../node/posts/move-read.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { refuse } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { ThreadMovePage } from "../pages/thread-move.tsx";
import { see } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { reasonForm } from "./act-forms.ts";
import { threadIn } from "./thread.tsx";

const moveForm = reasonForm.extend({ target: z.uuid("errors.field.moveTarget") });

/** Moving a discussion to another community of the same node. */
export function registerThreadMoveRoutes(app: WebApp): void {
  app.get("/c/:name/t/:id/move", async (c) => shown(c, await sceneOf(c), EMPTY_FORM));
  app.post("/c/:name/t/:id/move", move);
}

interface Scene {
  readonly thread: ThreadPage;
  readonly targets: readonly CommunityLabel[];
  /** Everyone can read it; what members only read stays where it is. */
  readonly open: boolean;
}

async function sceneOf(c: WebContext): Promise<Scene> {
  signedIn(c);
  const thread = await threadIn(c);
  if (!thread.may.lock) refuse("not-allowed");
  const viewer = c.get("viewer");
  const { id, level } = thread.community;
  const targets = await reading(c.get("ctx"), viewer, (r) => listMoveTargets(r, viewer, id));
  return { thread, targets, open: isPublicLevel(level) };
}

async function move(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const scene = await sceneOf(c);
  const given = await readForm(c, moveForm);
  if (!given.ok) return shown(c, scene, given.state);
  const { target: targetId, reason } = given.value;
  const target = scene.targets.find(({ id }) => id === targetId);
  if (scene.open && !target) {
    const errors = [{ field: "target", text: c.get("speech").t("errors.field.moveTarget") }];
    return shown(c, scene, { ...given.state, errors });
  }
  const rootId = scene.thread.id;
  const moved = await attempt(() => moveThread(c.get("ctx"), { actorId, rootId, targetId, reason }));
  if (!moved.ok) {
    throwToPrograms(c, moved.refusal);
    return shown(c, scene, refusedForm(given.state, moved.refusal, c.get("speech")));
  }
  if (!moved.value) return see(c, scene.thread.path, { done: "move-asked" });
  return see(c, `${target?.path}/t/${idOf(rootId)}`, { done: "moved" });
}

function shown(c: WebContext, { thread, targets, open }: Scene, form: FormState) {
  const title = `${c.get("speech").t("topic.moveTitle")} – ${thread.title}`;
  return formPage(
    c,
    { title, form, json: { targets } },
    <ThreadMovePage thread={thread} targets={targets} open={open} form={form} />,
  );
}
