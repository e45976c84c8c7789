import { pieceOf } from "../islands/trusted.ts";
import { sendFile } from "./send-file.ts";

/** Sends one file; what comes of it stands in the list, and is said. */
export async function add(host: HTMLElement, file: File): Promise<void> {
  say(host, `${file.name}: ${host.dataset.sending}`);
  const answer = await sendFile(host, file);
  const piece = answer instanceof Response ? await pieceOf(answer) : null;
  if (piece) host.querySelector("ul")?.append(piece);
  say(host, `${file.name}: ${typeof answer === "string" ? answer : host.dataset.sent}`);
}

/** Takes a file out of the form, and off the server where it is in no post. */
export function takeBack(host: HTMLElement, button: HTMLButtonElement): void {
  const headers = { accept: "application/json" };
  // Of a post that is edited it goes when the edit is saved.
  fetch(`/files/${button.value}/remove`, { method: "POST", headers }).catch(() => {});
  button.closest("li")?.remove();
  say(host, host.dataset.removed);
}

/** Tells screen readers. */
export function say(host: HTMLElement, sentence: string | undefined): void {
  const place = host.querySelector("[data-said]");
  if (place && sentence) place.textContent = sentence;
}
