import type { Asks } from "./asks.ts";
import { MOVES } from "./asks-moves.ts";
import { NODES } from "./asks-nodes.ts";
import { NOTICED } from "./asks-notices.ts";
import { RELEASES } from "./asks-releases.ts";
import { ROOMS } from "./asks-rooms.ts";
import { TOLD } from "./asks-told.ts";
import { WORDS } from "./asks-words.ts";

/** An ask for each call of the rule of who may read in the product. */
export const ASKS: Asks = { ...WORDS, ...ROOMS, ...TOLD, ...NOTICED, ...NODES, ...MOVES, ...RELEASES };
