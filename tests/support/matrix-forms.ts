import type { Level } from "../../node/visibility/readable.ts";
import { cookieNameOf } from "../../web/session.ts";
import { formAbout, signedInAgain } from "./canary-forms.ts";
import { addressesOf, fillsOf, type Look, lookersAt } from "./matrix-looks.ts";
import type { MatrixScene } from "./matrix-scene.ts";
import { send } from "./peerkit.ts";
import { webAppFor } from "./web.ts";
import { routesOf } from "./web-routes.ts";

const OUTSIDERS = ["anonymous", "same node's non-member", "ex-member", "pending", "administrator"];

/** Every form about the rooms that are not open, sent by everyone who is outside; it changes things, so it comes last. */
export async function formLooks(scene: MatrixScene): Promise<readonly Look[]> {
  const { home, rooms, canaries } = scene;
  const all = await fillsOf(scene, home);
  const looks: Look[] = [];
  for (const level of ["closed", "confidential"] as const satisfies readonly Level[]) {
    const fills = { open: all[level], restricted: all[level], closed: all[level], confidential: all[level] };
    const body = new URLSearchParams(formAbout(rooms[level], canaries[level].bait)).toString();
    for (const [viewer, node, who] of lookersAt(scene).filter(([name]) => OUTSIDERS.includes(name)))
      for (const { method, path: route } of routesOf(webAppFor(home.ctx)))
        if (method === "POST")
          for (const path of new Set(addressesOf(route, fills)))
            looks.push({
              surface: `POST ${route}`,
              viewer,
              what: `POST ${path}`,
              path: path + body,
              read: async () => {
                const session = await signedInAgain(node.ctx, who);
                const answer = await send(node, {
                  method: "POST",
                  target: path,
                  headers: new Map(
                    Object.entries({
                      host: new URL(node.origin).host,
                      "sec-fetch-site": "same-origin",
                      "content-type": "application/x-www-form-urlencoded",
                      ...(session ? { cookie: `${cookieNameOf(node.origin)}=${session.token}` } : {}),
                    }),
                  ),
                  body,
                });
                return `${answer.text} ${JSON.stringify(answer.headers)}`;
              },
            });
  }
  return looks;
}
