import type { ComponentChildren, VNode } from "preact";
import type { OpenedView } from "../../node/break-glass/read.ts";
import type { Session } from "../session.ts";
import type { Site } from "../site.ts";
import { LanguageNavigation } from "./govuk/language-navigation.tsx";
import { NotificationBanner } from "./govuk/notification-banner.tsx";
import { Icon } from "./icon.tsx";
import { OpenedBanner } from "./opened-banner.tsx";
import { OwnCouncil, type OwnCouncilProps } from "./own-council.tsx";
import { SiteNavigation } from "./site-navigation.tsx";
import { useSpeech } from "./speech.tsx";
import { TrialBanner } from "./trial-banner.tsx";

export interface LayoutProps {
  readonly site: Site;
  readonly session: Session | null;
  /** Notices not read yet. */
  readonly unread: number;
  /** What the person has open by emergency access. */
  readonly opened: readonly OpenedView[];
  /** Path and query of this page, so that choosing a language comes back to it. */
  readonly here: string;
  /** Set on the page of results, which has a search box of its own. */
  readonly searchText?: string | undefined;
  /** What was just done, in a sentence told once at the top. */
  readonly done?: string | null | undefined;
  /** It did not work: told as news, not as a success. */
  readonly failed?: boolean | undefined;
  /** Offered under the page to visitors; null where it has a place of its own or makes no sense. */
  readonly ownCouncil?: OwnCouncilProps | null | undefined;
  readonly children: ComponentChildren;
}

/** The frame around every page. */
export function Layout(props: LayoutProps): VNode {
  const { site, children, done, failed, ownCouncil } = props;
  const { t } = useSpeech();
  return (
    <>
      <a href="#main-content" class="govuk-skip-link">
        {t("common.skipLink")}
      </a>
      {site.trial ? <TrialBanner /> : null}
      <OpenedBanner opened={props.opened} />
      <SiteHeader {...props} />
      <main class="main" id="main-content">
        {done ? (
          <div class="width">
            <NotificationBanner kind={failed ? undefined : "success"} text={done} />
          </div>
        ) : null}
        {children}
        {ownCouncil ? (
          <div class="width own-council-place">
            <OwnCouncil {...ownCouncil} />
          </div>
        ) : null}
      </main>
      <SiteFooter site={site} />
    </>
  );
}

function SiteHeader(props: LayoutProps): VNode {
  const { site, session, unread, here, searchText } = props;
  const { t } = useSpeech();
  return (
    <header class="site-header">
      <div class="width site-header__row">
        <a class="site-name" href="/">
          <Icon name="mark" class="site-name__mark" />
          <span class="site-name__text">{site.name}</span>
        </a>
        {searchText === undefined ? <SearchBox /> : null}
        <LanguageForm site={site} here={here} />
        <div class="site-header__small">
          <a class="header-button" href="/search">
            <Icon name="search" />
            {t("common.search")}
          </a>
          <button type="button" class="header-button" popovertarget="site-navigation">
            <Icon name="menu" />
            {t("common.menu")}
          </button>
        </div>
      </div>
      <SiteNavigation session={session} unread={unread} here={here}>
        <LanguageForm site={site} here={here} inside />
      </SiteNavigation>
    </header>
  );
}

function SearchBox(): VNode {
  const { t } = useSpeech();
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element <search> is younger than browsers that councils run.
    <form class="search-box" action="/search" method="get" role="search">
      <label class="govuk-visually-hidden" for="site-search">
        {t("common.searchLabel")}
      </label>
      <input
        class="search-box__input"
        id="site-search"
        name="q"
        type="search"
        maxlength={500}
        placeholder={t("common.searchLabel")}
      />
      <button type="submit" class="search-box__button">
        <Icon name="search" />
        <span class="search-box__word">{t("common.search")}</span>
      </button>
    </form>
  );
}

interface LanguageFormProps {
  readonly site: Site;
  readonly here: string;
  readonly inside?: boolean;
}

function LanguageForm({ site, here, inside = false }: LanguageFormProps): VNode | null {
  const { language } = useSpeech();
  if (site.languages.length < 2) return null;
  return (
    <form class="language-form" action="/language" method="post">
      <input type="hidden" name="next" value={here} />
      <LanguageNavigation
        inside={inside}
        items={[
          { text: "English", lang: "en", current: language === "en" },
          { text: "Cymraeg", lang: "cy", current: language === "cy" },
        ]}
      />
    </form>
  );
}

function SiteFooter({ site }: { site: Site }): VNode {
  const { t } = useSpeech();
  return (
    <footer class="site-footer">
      <div class="width site-footer__row">
        <p class="site-footer__by">
          {site.council === null ? t("common.runByNobody") : t("common.runBy", { council: site.council })}
        </p>
        <nav aria-label={t("common.footerNavigation")}>
          <ul class="site-footer__links">
            <li>
              <a href="/accessibility">{t("common.accessibility")}</a>
            </li>
            <li>
              <a href="/privacy">{t("common.privacy")}</a>
            </li>
            <li>
              <a href="/house-rules">{t("common.houseRules")}</a>
            </li>
            <li>
              <a href="/house-rules#contact">{t("common.contact")}</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
