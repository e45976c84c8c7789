import "@github/markdown-toolbar-element";
import "@github/text-expander-element";
import { pieceOf } from "../islands/trusted.ts";
import { offerPeople } from "./mentions.ts";
import { convertPaste } from "./paste.ts";

/** The comforts of writing: toolbar, mentions, paste from Word, preview in place. The field stays a plain textarea. */
export function start(form: HTMLElement): void {
  const field = form.querySelector("textarea");
  if (!(form instanceof HTMLFormElement) || field === null) return;
  const toolbar = form.querySelector<HTMLElement>("markdown-toolbar");
  if (toolbar) toolbar.hidden = false;
  convertPaste(field);
  const expander = form.querySelector<HTMLElement>("text-expander");
  if (expander) offerPeople(expander);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.getAttribute("name") !== "preview") return;
    event.preventDefault();
    // Nothing is lost when no preview comes: the words stand in the field.
    preview(form, field).catch(() => {});
  });
}

async function preview(form: HTMLFormElement, field: HTMLTextAreaElement): Promise<void> {
  const headers = { accept: "text/html; fragment=1" };
  const body = new URLSearchParams({ text: field.value });
  const piece = await pieceOf(await fetch("/preview", { method: "POST", body, headers }));
  const place = form.querySelector<HTMLElement>(".composer__preview");
  if (!piece || !place) return;
  place.replaceChildren(piece);
  place.hidden = false;
}
