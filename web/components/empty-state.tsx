import type { ComponentChildren, VNode } from "preact";

export interface EmptyStateProps {
  /** What would stand here, in a sentence. */
  readonly text: ComponentChildren;
  /** The one next act. */
  readonly act?: { readonly text: string; readonly href: string } | undefined;
  readonly children?: ComponentChildren;
}

/** Where nothing is yet: says what will stand here and names one next act. */
export function EmptyState({ text, act, children }: EmptyStateProps): VNode {
  return (
    <div class="empty-state">
      <p class="empty-state__text">{text}</p>
      {act === undefined ? null : (
        <p class="empty-state__act">
          <a href={act.href}>{act.text}</a>
        </p>
      )}
      {children}
    </div>
  );
}
