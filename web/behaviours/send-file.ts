import { lineFor, refusedLine } from "./file-line.ts";

/** Sends one file with a bar and a button to cancel it; the answer, or what to say instead of one. */
export function sendFile(host: HTMLElement, file: File): Promise<Response | string> {
  const { most, tooLarge = "", failed = "", cancelled = "", cancel = "" } = host.dataset;
  const line = lineFor(host, { name: file.name, cancel });
  if (file.size > Number(most)) return Promise.resolve(refusedLine(line, file.name, tooLarge));
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const end = (said: string) => resolve(refusedLine(line, file.name, said));
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      line.bar.value = loaded;
      line.bar.max = total;
    });
    request.addEventListener("load", () => {
      if (request.status !== 200) return end(messageIn(request.responseText) ?? failed);
      line.whole.remove();
      resolve(new Response(request.responseText, { headers: { "content-type": "text/html" } }));
    });
    request.addEventListener("error", () => end(failed));
    request.addEventListener("abort", () => {
      line.whole.remove();
      resolve(cancelled);
    });
    line.cancel.addEventListener("click", () => request.abort());
    const body = new FormData();
    body.set("upload", file);
    request.open("POST", host.dataset.files ?? "");
    request.setRequestHeader("accept", "text/html; fragment=1");
    request.send(body);
  });
}

function messageIn(text: string): string | null {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? "") || null;
  } catch {
    return null;
  }
}
