import { adoptionKinshipThreads } from "./threads/adoption-kinship.ts";
import { aiDigitalThreads } from "./threads/ai-digital.ts";
import { ascFrontDoorThreads } from "./threads/asc-front-door.ts";
import { childReviewsThreads } from "./threads/child-reviews.ts";
import { councilTaxThreads } from "./threads/council-tax.ts";
import { cymraegThreads } from "./threads/cymraeg.ts";
import { dampMouldThreads } from "./threads/damp-mould.ts";
import { foiDpThreads } from "./threads/foi-dp.ts";
import { foodWasteThreads } from "./threads/food-waste.ts";
import { homelessnessThreads } from "./threads/homelessness.ts";
import { librariesThreads } from "./threads/libraries.ts";
import { parksTreesThreads } from "./threads/parks-trees.ts";
import { planningEnfThreads } from "./threads/planning-enf.ts";
import { providerFailureThreads } from "./threads/provider-failure.ts";
import { sendTransportThreads } from "./threads/send-transport.ts";
import { winterHighwaysThreads } from "./threads/winter-highways.ts";
import type { DemoThread } from "./types.ts";

/** Every thread of the demo, in the order of the communities. */
export const threads: readonly DemoThread[] = [
  ...aiDigitalThreads,
  ...foodWasteThreads,
  ...librariesThreads,
  ...foiDpThreads,
  ...councilTaxThreads,
  ...adoptionKinshipThreads,
  ...dampMouldThreads,
  ...ascFrontDoorThreads,
  ...parksTreesThreads,
  ...homelessnessThreads,
  ...sendTransportThreads,
  ...planningEnfThreads,
  ...winterHighwaysThreads,
  ...cymraegThreads,
  ...childReviewsThreads,
  ...providerFailureThreads,
];
