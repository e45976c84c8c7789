import type { ComponentChildren, VNode } from "preact";
import { Breadcrumbs, type Crumb } from "./govuk/breadcrumbs.tsx";
import { classesOf } from "./govuk/classes.ts";

export interface PageHeadProps {
  readonly crumbs?: readonly Crumb[];
  readonly title: ComponentChildren;
  /** Language of the title, where it is content. */
  readonly titleLang?: string | undefined;
  readonly text?: ComponentChildren;
  /** Small facts in one line. */
  readonly facts?: ComponentChildren;
  /** What one can do here, beside the title. */
  readonly acts?: ComponentChildren;
  /** The places of the thing, along the lower edge. */
  readonly tabs?: ComponentChildren;
}

/** What a page is about, and the one main thing to do. */
export function PageHead({ crumbs, title, titleLang, text, facts, acts, tabs }: PageHeadProps): VNode {
  return (
    <div class={classesOf("page-head", tabs ? "page-head--tabs" : null)}>
      <div class="width page-head__inner">
        {crumbs === undefined ? null : <Breadcrumbs items={crumbs} />}
        <div class="page-head__row">
          <div>
            <h1 lang={titleLang}>{title}</h1>
            {text === undefined ? null : <p class="page-head__text">{text}</p>}
            {facts === undefined ? null : <p class="page-head__facts">{facts}</p>}
          </div>
          {acts === undefined ? null : <div class="page-head__acts">{acts}</div>}
        </div>
        {tabs}
      </div>
    </div>
  );
}
