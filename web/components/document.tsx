import type { ComponentChildren, VNode } from "preact";
import type { Assets } from "../assets.ts";
import type { Language } from "../language.ts";

export interface DocumentProps {
  readonly title: string;
  readonly language: Language;
  readonly theme: "system" | "light" | "dark";
  readonly assets: Assets;
  readonly indexable: boolean;
  readonly feed: { readonly href: string; readonly title: string } | null;
  readonly forward: string | null;
  readonly children: ComponentChildren;
}

// The page reads and works before its script arrives.
const AFTER_CONTENT = { fetchpriority: "low" };

/** The document around the layout: what to load, and what the browser must know before it draws. */
export function Document(props: DocumentProps): VNode {
  const { title, language, theme, assets, indexable, feed, forward, children } = props;
  return (
    <html lang={language} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        {forward === null ? null : <meta http-equiv="refresh" content={`0; url=${forward}`} />}
        {indexable ? null : <meta name="robots" content="noindex" />}
        {assets.preload.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossorigin="anonymous" />
        ))}
        <link rel="stylesheet" href={assets.styles} />
        <link rel="icon" href={assets.favicon} type="image/svg+xml" />
        {feed === null ? null : (
          <link rel="alternate" type="application/atom+xml" href={feed.href} title={feed.title} />
        )}
        <script type="module" src={assets.script} {...AFTER_CONTENT}></script>
      </head>
      <body>{children}</body>
    </html>
  );
}
