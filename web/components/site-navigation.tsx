import type { ComponentChildren, VNode } from "preact";
import type { Session } from "../session.ts";
import { useSpeech } from "./speech.tsx";

interface Place {
  readonly href: string;
  readonly text: string;
  readonly count?: number;
}

interface SiteNavigationProps {
  readonly session: Session | null;
  readonly unread: number;
  readonly here: string;
  /** What stands at its end on narrow screens only. */
  readonly children: ComponentChildren;
}

/**
 * The places of the site. On a narrow screen it is a popover that the Menu button opens, without script; browsers that
 * do not know popovers show it as it is.
 */
export function SiteNavigation({ session, unread, here, children }: SiteNavigationProps): VNode {
  const { t } = useSpeech();
  const path = here.split("?")[0] ?? here;
  return (
    <nav class="site-navigation" id="site-navigation" popover="auto" aria-label={t("common.siteNavigation")}>
      <ul class="width site-navigation__list">
        {placesOf(session, unread, t).map((place) => (
          <li class="site-navigation__item" key={place.href}>
            <a class="site-navigation__link" href={place.href} aria-current={currentOf(place.href, path)}>
              {place.text}
              {place.count ? <Count value={place.count} /> : null}
            </a>
          </li>
        ))}
        {session === null ? null : (
          <li class="site-navigation__item site-navigation__item--last">
            <form action="/sign-out" method="post">
              <button type="submit" class="site-navigation__link link-button">
                {t("common.signOut")}
              </button>
            </form>
          </li>
        )}
      </ul>
      <div class="site-navigation__more">{children}</div>
    </nav>
  );
}

function Count({ value }: { value: number }): VNode {
  const { t } = useSpeech();
  return (
    <>
      {" "}
      <span class="count" aria-hidden="true">
        {value > 99 ? "99+" : value}
      </span>
      <span class="govuk-visually-hidden">{t("common.unread", { count: value })}</span>
    </>
  );
}

function placesOf(session: Session | null, unread: number, t: (key: string) => string): readonly Place[] {
  const home = { href: "/", text: t("common.home") };
  const communities = { href: "/communities", text: t("common.communities") };
  const people = { href: "/people", text: t("common.people") };
  if (session === null) {
    return [
      home,
      communities,
      people,
      { href: "/sign-in", text: t("common.signIn") },
      { href: "/join", text: t("common.register") },
    ];
  }
  const mine = [
    home,
    communities,
    people,
    { href: "/notifications", text: t("common.notifications"), count: unread },
    { href: "/me", text: t("common.profile") },
  ];
  return session.administrator ? [...mine, { href: "/admin", text: t("common.administration") }] : mine;
}

// Communities are also where /c/ leads; every other place is the start of its own paths.
function currentOf(href: string, path: string): "page" | "true" | undefined {
  if (path === href) return "page";
  if (href === "/communities")
    return path.startsWith("/c/") || path.startsWith("/communities/") ? "true" : undefined;
  return href !== "/" && path.startsWith(`${href}/`) ? "true" : undefined;
}
