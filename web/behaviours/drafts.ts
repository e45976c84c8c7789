import { keepOnServer } from "./drafts-server.ts";

/** What is kept of a form on this device: its words, and its number, so that a second sending posts once. */
export interface Kept {
  readonly words: Readonly<Record<string, string>>;
  /** What is ticked or chosen, as `name=value`. */
  readonly choices?: readonly string[];
  readonly submission: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

const SENT = "moothall-sent";
const keyOf = (place: string) => `moothall-draft:${place}`;

/**
 * Keeps what is typed on this device every half second, and on the server every ten for who is signed in. The field is
 * the truth: what stands there is never overwritten, a kept draft only fills a form that has nothing newer. It is let go
 * only when the server has confirmed.
 */
export function keepDrafts(host: HTMLElement): void {
  const { place } = host.dataset;
  if (!(host instanceof HTMLFormElement) || !place) return;
  const restored = restore(host, place);
  say(host, restored ? host.dataset.restored : undefined);
  const server =
    host.dataset.keep === "here" ? keepOnServer(host, place, () => say(host, host.dataset.newer)) : null;
  let timer = 0;
  host.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      store(host, place);
      say(host, host.dataset.saved);
      server?.changed();
    }, 500);
  });
  host.addEventListener("submit", (event) => {
    store(host, place);
    if (event.submitter?.getAttribute("name") === "preview") return;
    if (!navigator.onLine) {
      event.preventDefault();
      say(host, host.dataset.failed);
      return;
    }
    sessionStorage.setItem(SENT, place);
  });
}

/** A page that says "done" was reached by sending: only now the draft is let go. */
export function letGoOfSentDraft(): void {
  const place = sessionStorage.getItem(SENT);
  if (place === null || !new URLSearchParams(location.search).has("done")) return;
  sessionStorage.removeItem(SENT);
  localStorage.removeItem(keyOf(place));
}

function restore(form: HTMLFormElement, place: string): boolean {
  const kept = read(place);
  if (kept === null || Object.values(kept.words).every((word) => word.trim() === "")) return false;
  const fields = fieldsOf(form);
  const empty = fields.every((field) => field.value.trim() === "");
  // The server's copy came from another device, or is the same: the younger one counts.
  const older = Date.parse(form.dataset.seen ?? "") < kept.at;
  if (!empty && !older) return false;
  const changed = fields.filter((field) => (kept.words[field.name] ?? field.value) !== field.value);
  for (const field of changed) field.value = kept.words[field.name] ?? field.value;
  if (kept.choices) choose(form, kept.choices);
  const number = form.elements.namedItem("submission");
  if (number instanceof HTMLInputElement && kept.submission !== "") number.value = kept.submission;
  return changed.length > 0;
}

function store(form: HTMLFormElement, place: string): void {
  const words = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  const number = form.elements.namedItem("submission");
  const submission = number instanceof HTMLInputElement ? number.value : "";
  const empty = Object.values(words).every((word) => word.trim() === "");
  if (empty) localStorage.removeItem(keyOf(place));
  else localStorage.setItem(keyOf(place), JSON.stringify(keptOf(form, words, submission)));
}

function keptOf(form: HTMLFormElement, words: Kept["words"], submission: string): Kept {
  const choices = [...form.elements].flatMap((one) => {
    const chosen = one instanceof HTMLSelectElement || (isBox(one) && one.checked);
    return chosen ? [`${one.name}=${one.value}`] : [];
  });
  return { words, choices, submission, at: Date.now() };
}

function choose(form: HTMLFormElement, choices: readonly string[]): void {
  for (const one of form.elements) {
    if (isBox(one)) one.checked = choices.includes(`${one.name}=${one.value}`);
    if (!(one instanceof HTMLSelectElement)) continue;
    const start = `${one.name}=`;
    const chosen = choices.find((choice) => choice.startsWith(start));
    if (chosen !== undefined) one.value = chosen.slice(start.length);
  }
}

function isBox(one: Element): one is HTMLInputElement {
  return one instanceof HTMLInputElement && one.type === "checkbox";
}

function read(place: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(place)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** The fields people type words in. */
export function fieldsOf(form: HTMLFormElement): readonly Field[] {
  // What pictures show goes with the files, which the server keeps.
  return [...form.querySelectorAll<Field>("textarea, input[type=text]:not([name=alts])")];
}

function say(form: HTMLFormElement, sentence: string | undefined): void {
  const state = form.querySelector("[role=status]");
  if (state && sentence) state.textContent = sentence;
}
