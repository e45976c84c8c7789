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

/** From wherever one is: the box in the head of the page, on a phone one press away. */
export async function searchFor(person: Walker, words: string): Promise<void> {
  if (isNarrow(person.way) && !(await hasSearchBox(person))) await person.press("common.search");
  await person.fill("common.searchLabel", words);
  const button = person.page.getByRole("button", { name: person.t("common.search"), exact: true });
  await person.pressThe(button.locator("visible=true").first());
}

async function hasSearchBox(person: Walker): Promise<boolean> {
  return person.page
    .getByLabel(person.t("common.searchLabel"), { exact: true })
    .locator("visible=true")
    .isVisible();
}

function isNarrow(way: Way): boolean {
  return way.width < 600;
}
