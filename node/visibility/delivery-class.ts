/** How a peer's program takes what a community announces (profile E.5). It saves traffic and carries no authority. */
export type DeliveryClass = "profile" | "threadiverse" | "microblog" | "unknown";

/** Programs that show what a community announces by the id of its post, as a boost, and nothing else. */
const MICROBLOGS = [
  "mastodon",
  "gotosocial",
  "pleroma",
  "akkoma",
  "misskey",
  "sharkey",
  "iceshrimp",
  "iceshrimp.net",
  "firefish",
  "calckey",
  "foundkey",
  "cherrypick",
  "hometown",
  "snac",
  "snac2",
  "mitra",
  "takahe",
  "pixelfed",
  "wafrn",
  "microblogpub",
  "honk",
];

/** Programs that read announced activities (FEP-1b12). */
const THREADIVERSE = [
  "lemmy",
  "piefed",
  "mbin",
  "kbin",
  "nodebb",
  "discourse",
  "friendica",
  "hubzilla",
  "streams",
  "forte",
];

/** The class of a program by its name in NodeInfo (lower case); `unknown` for one that is on no list, or none. */
export function deliveryClassOf(software: string | null): DeliveryClass {
  if (software !== null && MICROBLOGS.includes(software)) return "microblog";
  if (software !== null && THREADIVERSE.includes(software)) return "threadiverse";
  return "unknown";
}

/** Whether a class takes a form: `activity` is the announced activity, `id` only the id of a titled post (E-14). */
export function takesForm(deliveryClass: DeliveryClass, form: "activity" | "id"): boolean {
  if (deliveryClass === "unknown") return true;
  return (deliveryClass === "microblog") === (form === "id");
}
