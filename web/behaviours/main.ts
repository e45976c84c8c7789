import { keepDrafts, letGoOfSentDraft } from "./drafts.ts";
import { focusErrors } from "./error-summary.ts";
import { keepPlaceOfPage } from "./language.ts";
import { markRead } from "./read.ts";
import { showSimilar } from "./similar.ts";
import { swapAnswers } from "./swap.ts";

/** Behaviours that a page needs at once. Each takes the element that names it in `data-behaviour`. */
const AT_ONCE: Readonly<Record<string, (host: HTMLElement) => void>> = {
  drafts: keepDrafts,
  "error-summary": focusErrors,
  read: markRead,
  similar: showSimilar,
};

/** Behaviours that arrive when their element comes near the screen or takes the focus. */
const WHEN_NEAR: Readonly<Record<string, () => Promise<{ start: (host: HTMLElement) => void }>>> = {
  composer: () => import("./composer.ts"),
  files: () => import("./files.ts"),
};

const near = new IntersectionObserver((entries) => entries.forEach(arrive), { rootMargin: "600px" });

function arrive(entry: IntersectionObserverEntry): void {
  if (entry.isIntersecting && entry.target instanceof HTMLElement) startNear(entry.target);
}

function startNear(host: HTMLElement): void {
  near.unobserve(host);
  if (host.dataset.started) return;
  host.dataset.started = "yes";
  // Without its behaviour the form is still a form: a chunk that does not arrive is no error.
  for (const name of namesOf(host))
    WHEN_NEAR[name]?.().then(
      (behaviour) => behaviour.start(host),
      () => {},
    );
}

function namesOf(host: HTMLElement): readonly string[] {
  return (host.dataset.behaviour ?? "").split(" ");
}

letGoOfSentDraft();
swapAnswers();
keepPlaceOfPage();
for (const host of document.querySelectorAll<HTMLElement>("[data-behaviour]")) {
  for (const name of namesOf(host)) AT_ONCE[name]?.(host);
  if (!namesOf(host).some((name) => name in WHEN_NEAR)) continue;
  near.observe(host);
  host.addEventListener("focusin", () => startNear(host), { once: true });
}
