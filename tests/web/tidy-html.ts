/** Markup in one form: attributes sorted, white space between tags gone, so that two ways of writing it compare equal. */
export function tidy(html: string): string {
  return html
    .replace(/<!--.*?-->/gs, "")
    .replace(/\s*data-module="[^"]*"/g, "")
    .replace(/<(\w[\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g, (_, name: string, attributes: string) => {
      const sorted = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)]
        .map(([, key = "", value = ""]) =>
          value === "" || BOOLEAN.has(key) ? key : `${key}="${value.replace(/\s+/g, " ").trim()}"`,
        )
        .sort();
      return `<${[name, ...sorted].join(" ")}>`;
    })
    .replace(/<\/(path|input)>/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?(<[^>]+>) ?/g, "$1")
    .replaceAll("&ctdot;", "⋯")
    .replaceAll("&#39;", "'")
    .replaceAll("&gt;", ">")
    .trim();
}

const BOOLEAN = new Set(["checked", "selected", "disabled", "open", "hidden"]);
