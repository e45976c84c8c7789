import type { ComponentChildren, VNode } from "preact";

/** A small thing beside the main one. */
export function Card({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
