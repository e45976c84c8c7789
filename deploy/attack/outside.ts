import { bodies, sizes } from "./outside-bodies.ts";
import { pages } from "./outside-pages.ts";
import { addressed, signatures } from "./outside-signatures.ts";
import type { OutsideCase } from "./types.ts";

/** Every case that a stranger can try. */
export const OUTSIDE: readonly OutsideCase[] = [...addressed, ...signatures, ...bodies, ...sizes, ...pages];

/** What needs more than a stranger has, and what it needs: shown, and not counted as passed. */
export const NOT_FROM_OUTSIDE: readonly (readonly [cases: string, needs: string])[] = [
  [
    "A04, A05, A08–A13, A16–A19, A23, A25–A29",
    "a server that the node may reach and that answers as the attack wants",
  ],
  [
    "A31–A45, A55–A58, A60, A73, A76–A80",
    "a peer that the node is connected with, and a look at its database",
  ],
  ["A61–A72, W13–W23, W28, W30", "accounts on the node, its mails or its files"],
];
