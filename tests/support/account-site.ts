import { joinAs } from "./accounts.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "./web.ts";

/** Councils of the site: one of its own, and two that share a domain. */
export const COUNCILS = [
  { name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true },
  { name: "Exmoor Borough Council", domains: ["shared.gov.example"] },
  { name: "Quantock Town Council", domains: ["shared.gov.example"] },
];
export const CONTACT = { name: "Devinder Gill", email: "help@sunderland.gov.example" };

/** The cookie of its sessions. */
export const COOKIE = "moothall-8620";

/** A site on which somebody has joined already, for the tests of accounts. */
export interface AccountSite extends TestSite {
  /** A browser at an address of its own. */
  newBrowser(): Browser;
  /** Somebody who joined, signed in at an address of their own. */
  signedIn(email: string, name: string): ReturnType<typeof signedInOn>;
}

/** Opens it; each browser comes from another address, so that no limit on how much one may ask is reached. */
export async function openAccountSite(): Promise<AccountSite> {
  const site = await openTestSite({ config: { councils: COUNCILS, contact: CONTACT } });
  await joinAs(site.ctx, "First Person", "first@sunderland.gov.example");
  let visitors = 0;
  const address = () => `198.51.100.${++visitors}`;
  return {
    ...site,
    newBrowser: () => site.browser({ address: address() }),
    signedIn: (email, name) => signedInOn(site, { name, email, address: address() }),
  };
}
