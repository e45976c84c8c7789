import type { HTMLAttributes } from "preact";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "text-expander": HTMLAttributes<HTMLElement> & { keys: string };
      "markdown-toolbar": HTMLAttributes<HTMLElement> & { for: string };
    }
  }
}
