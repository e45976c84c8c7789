import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Assets } from "../../../web/assets.ts";
import { Document } from "../../../web/components/document.tsx";
import { IconsContext } from "../../../web/components/icon.tsx";
import { Layout } from "../../../web/components/layout.tsx";
import { SpeechContext } from "../../../web/components/speech.tsx";
import { type Language, speechOf } from "../../../web/language.ts";
import type { Session } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";

/** One picture of the gallery: a page in one state. */
export interface GalleryState {
  readonly title: string;
  readonly path: string;
  readonly visitor?: boolean;
  readonly done?: string;
  readonly searchText?: string;
  readonly body: (language: Language) => ComponentChildren;
}

export interface Look {
  readonly language: Language;
  readonly theme: "system" | "light" | "dark";
  readonly assets: Assets;
}

export const SITE: Site = {
  origin: "http://sunderland.localhost:8101",
  name: "Sunderland Communities",
  council: "Sunderland City Council",
  contact: { name: "Devinder Gill", email: "devinder.gill@sunderland.gov.example" },
  languages: ["en", "cy"],
  brandColour: "#0b4f5c",
  trial: true,
};

const SESSION: Session = {
  id: "s",
  accountId: "a",
  actorId: "p",
  name: "Amara Okafor",
  handle: "amara_okafor",
  email: "amara.okafor@sunderland.gov.example",
  council: "Sunderland City Council",
  language: "en",
  theme: "system",
  administrator: false,
  welcomed: new Date(0),
  lastVisit: new Date(0),
  authenticated: new Date(0),
  factors: ["password"],
};

/** The whole document of a state, as the routes would send it. */
export function renderState(state: GalleryState, look: Look): string {
  const html = renderToString(
    <SpeechContext.Provider value={speechOf(look.language)}>
      <IconsContext.Provider value={look.assets.icons}>
        <Document
          title={`${state.title} – ${SITE.name}`}
          language={look.language}
          theme={look.theme}
          assets={look.assets}
          indexable={false}
          feed={null}
          forward={null}
        >
          <Layout
            site={SITE}
            session={state.visitor ? null : SESSION}
            opened={[]}
            unread={4}
            here={state.path}
            searchText={state.searchText}
            done={state.done ?? null}
          >
            {state.body(look.language)}
          </Layout>
        </Document>
      </IconsContext.Provider>
    </SpeechContext.Provider>,
  );
  return `<!DOCTYPE html>${html}`;
}
