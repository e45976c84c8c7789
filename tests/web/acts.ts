import type { Officer } from "./cast.ts";
import type { Scene } from "./scene.ts";
import type { Walker } from "./walker.ts";
import type { Way } from "./ways.ts";

/** Fills in the sign-in form, wherever it was met, and sends it. */
export async function signIn(walker: Walker, officer: Pick<Officer, "email" | "password">): Promise<void> {
  await walker.fill("account.signIn.email", officer.email);
  await walker.fill("account.signIn.password", officer.password);
  await walker.press("account.signIn.submit");
}

/** Somebody of the cast with a browser of their own, signed in at their own site. */
export async function signedIn(scene: Scene, officer: Officer, way: Way): Promise<Walker> {
  const walker = await scene.visitor(officer.site.name, way);
  await walker.open("/sign-in");
  await signIn(walker, officer);
  await walker.speak();
  walker.presses = 0;
  return walker;
}
