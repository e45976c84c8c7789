import { visibleOf } from "../text/visible.ts";
import type { MailItem, MailLanguage } from "./types.ts";

interface Link {
  readonly words: string;
  readonly link: string;
}

/** The pieces of a mail, in the order in which they are read. */
export interface Layout {
  readonly language: MailLanguage;
  readonly subject: string;
  readonly site: string;
  readonly paragraphs: readonly string[];
  readonly quote: string | null;
  readonly items: readonly MailItem[];
  readonly button: Link | null;
  readonly after: readonly string[];
  readonly foot: readonly string[];
  readonly links: readonly Link[];
}

/** The pieces as plain text, readable as it stands. */
export function layoutText(mail: Layout): string {
  const blocks = [
    ...mail.paragraphs,
    ...(mail.quote === null ? [] : [quoted(mail.quote)]),
    ...mail.items.map((item) => `${item.title}\n${item.about}\n${item.link}`),
    ...(mail.button ? [`${mail.button.words}:\n${mail.button.link}`] : []),
    ...mail.after,
    ["-- ", ...mail.foot, ...mail.links.map((link) => `${link.words}: ${link.link}`), mail.site].join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function quoted(text: string): string {
  const lines = visibleOf(text).split("\n");
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
}

const FONT = "font-family:'Public Sans',Arial,Helvetica,sans-serif";
const SMALL = "margin:0 0 8px;font-size:14px;line-height:1.4;color:#4a535c";

/** The same pieces as HTML: one column, styles in place because mail programs drop any other, nothing loaded. */
export function layoutHtml(mail: Layout): string {
  const body = [
    ...mail.paragraphs.map((line) => paragraph(line)),
    ...(mail.quote === null ? [] : [quote(mail.quote)]),
    ...mail.items.map(item),
    ...(mail.button ? [button(mail.button)] : []),
    ...mail.after.map((line) => paragraph(line)),
    '<hr style="border:0;border-top:1px solid #c9ccc8;margin:24px 0 16px">',
    ...mail.foot.map((line) => `<p style="${SMALL}">${escaped(line)}</p>`),
    ...mail.links.map((link) => `<p style="${SMALL}">${anchor(link)}</p>`),
    `<p style="${SMALL}">${escaped(mail.site)}</p>`,
  ];
  return `<!doctype html>
<html lang="${mail.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light"><title>${escaped(mail.subject)}</title></head>
<body style="margin:0;padding:0;background:#ffffff;color:#14191f"><div style="max-width:600px;margin:0 auto;padding:24px 16px;${FONT};font-size:17px;line-height:1.5">
${body.join("\n")}
</div></body></html>
`;
}

function paragraph(line: string): string {
  return `<p style="margin:0 0 16px">${escaped(line)}</p>`;
}

function quote(text: string): string {
  const lines = escaped(visibleOf(text)).replaceAll("\n", "<br>");
  return `<blockquote style="margin:0 0 16px;padding:0 0 0 16px;border-left:4px solid #c9ccc8">${lines}</blockquote>`;
}

function item(entry: MailItem): string {
  const about = `<span style="font-size:15px;color:#4a535c">${escaped(entry.about)}</span>`;
  return `<p style="margin:0 0 16px">${anchor({ words: entry.title, link: entry.link })}<br>${about}</p>`;
}

function button(link: Link): string {
  const style =
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#0b4f5c;color:#ffffff;font-weight:600";
  const address = escaped(link.link);
  return `<p style="margin:0 0 16px"><a href="${address}" style="${style};text-decoration:none">${escaped(link.words)}</a></p>
<p style="${SMALL};word-break:break-all">${address}</p>`;
}

function anchor(link: Link): string {
  return `<a href="${escaped(link.link)}" style="color:#0b5566">${escaped(link.words)}</a>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
