import { add, say, takeBack } from "./file-acts.ts";

/**
 * Uploads files as they are chosen, each with a bar, a way to cancel it, and a word to screen readers. A text that is
 * posted meanwhile goes when they are there.
 */
export function start(form: HTMLElement): void {
  const host = form.querySelector<HTMLElement>("[data-files]");
  const chooser = host?.querySelector<HTMLInputElement>("input[type=file]");
  if (!host || !chooser || !(form instanceof HTMLFormElement)) return;
  let pending = 0;
  let posting: HTMLElement | null | undefined;
  host.querySelector(".composer-files__send")?.remove();
  chooser.addEventListener("change", () => {
    const files = [...(chooser.files ?? [])];
    // They are sent now, and not once more with the form.
    chooser.value = "";
    pending += files.length;
    for (const file of files)
      void add(host, file).then(() => {
        pending -= 1;
        changed(form);
        if (pending === 0 && posting !== undefined) form.requestSubmit(posting);
      });
  });
  host.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name=unattach]");
    if (!button) return;
    event.preventDefault();
    takeBack(host, button);
    chooser.focus();
    changed(form);
  });
  form.addEventListener("submit", (event) => {
    if (pending === 0) return;
    event.preventDefault();
    posting = event.submitter;
    say(host, host.dataset.wait);
  });
}

/** The draft knows of its files. */
function changed(form: HTMLFormElement): void {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
