/** What the server answers: kept since when, posted already, or changed on another device since. */
type Saved = { readonly kind: "kept"; readonly updated: string } | { readonly kind: "posted" | "newer" };

const EVERY_MS = 10_000;

/**
 * Keeps a copy of the draft on the server, at most every ten seconds and when the page is left, so that it is there on
 * the next device. A copy that another device changed meanwhile is never overwritten: `onNewer` says so.
 */
export function keepOnServer(form: HTMLFormElement, place: string, onNewer: () => void): { changed(): void } {
  let seen = form.dataset.seen;
  let last = "";
  let timer = 0;
  let stopped = false;
  const send = async () => {
    clearTimeout(timer);
    timer = 0;
    const body = bodyOf(form, place, seen);
    if (stopped || body === last) return;
    last = body;
    const headers = { "content-type": "application/json", accept: "application/json" };
    const answer = await fetch("/drafts", { method: "POST", body, headers, keepalive: true });
    if (!answer.ok && answer.status !== 409) return;
    const saved = (await answer.json()) as Saved;
    if (saved.kind === "kept") seen = saved.updated;
    if (saved.kind === "newer") onNewer();
    stopped = saved.kind !== "kept";
  };
  const try_ = () => void send().catch(() => {});
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "hidden" && timer && try_(),
  );
  form.addEventListener("submit", () => clearTimeout(timer));
  return {
    changed: () => {
      if (!timer) timer = window.setTimeout(try_, EVERY_MS);
    },
  };
}

function bodyOf(form: HTMLFormElement, place: string, seen: string | undefined): string {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "");
  return JSON.stringify({
    place,
    title: text("title"),
    text: text("text"),
    themes: fields.getAll("themes").map(String),
    files: fields.getAll("files").map(String),
    ...(text("lang") === "" ? {} : { lang: text("lang") }),
    ...(text("submission") === "" ? {} : { submission: text("submission") }),
    ...(seen ? { seen } : {}),
  });
}
