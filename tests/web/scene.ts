import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { presentClock, type TestClock } from "../support/context.ts";
import { type MailSink, type ReceivedMail, startMailSink } from "../support/mail-sink.ts";
import { type Network, type NetworkNode, startNodes } from "../support/start-nodes.ts";
import { Walker } from "./walker.ts";
import type { Way } from "./ways.ts";

/** Councils with their sites on real sockets, a mail server and a browser: what a journey walks through. */
export interface Scene extends AsyncDisposable {
  readonly net: Network;
  readonly clock: TestClock;
  readonly mails: MailSink;
  readonly browser: Browser;
  site(name: string): NetworkNode;
  /** Someone opens a browser of their own at a site, signed out. */
  visitor(site: string, way: Way): Promise<Walker>;
  /** Lets everything travel that is on its way; then the mails so far are there. */
  settle(): Promise<void>;
  /** The last mail to an address. Throws where none came. */
  mailTo(email: string): ReceivedMail;
}

/** Opens the sites; dispose of it to stop everything. */
export async function openScene(names: readonly string[]): Promise<Scene> {
  const mails = await startMailSink();
  const clock = presentClock();
  const config = { smtp: { url: mails.url, from: "Communities <no-reply@example.gov.example>" } };
  const net = await startNodes(names, { clock, config });
  return sceneOf({ net, clock, mails, address: "127.0.0.1" });
}

/** Puts a browser to sites that run; `address` is the loopback address they listen on. */
export async function sceneOf(stage: Stage): Promise<Scene> {
  const { net, clock, mails, address } = stage;
  const browser = await launchBrowser({ args: [`--host-resolver-rules=MAP *.localhost ${address}`] });
  const site = (name: string) => net.node(name);
  return {
    net,
    clock,
    mails,
    browser,
    site,
    visitor: (name, way) => Walker.open(browser, { origin: site(name).origin, way }),
    settle: () => net.settle(),
    mailTo(email) {
      const mail = mails.received.findLast((one) => one.to.includes(email));
      if (!mail) throw new Error(`No mail came for ${email}.`);
      return mail;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await (stage.dispose ?? net)[Symbol.asyncDispose]();
      await mails.close();
    },
  };
}

type Stage = Pick<Scene, "net" | "clock" | "mails"> & {
  readonly address: string;
  /** What ends the sites, where it is more than the network. */
  readonly dispose?: AsyncDisposable;
};

/** The address that the button of a mail leads to. */
export function linkIn(mail: ReceivedMail): string {
  const [link] = /^https?:\/\/\S+$/m.exec(mail.text) ?? [];
  if (link === undefined) throw new Error(`No link stands in the mail:\n${mail.text}`);
  return link;
}
