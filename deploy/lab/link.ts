import { connect as connectTo, createServer, type Socket } from "node:net";
import { pause } from "./pause.ts";

/** What a way between two programs does to what goes over it. */
export interface Weather {
  /** `cut`: every connection is reset. `silent`: connections are taken, and nothing is ever answered. */
  readonly way: "open" | "cut" | "silent";
  /** Milliseconds that each piece towards the far end is held back. */
  readonly delayMs: number;
  /** Share of pieces towards the far end on which the connection is reset, before it has them. */
  readonly resets: number;
  /** Share of answers of which half arrives, and then the connection ends: the far end has done what it was asked. */
  readonly halves: number;
}

export const CLEAR: Weather = { way: "open", delayMs: 0, resets: 0, halves: 0 };

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** A way from one program to another that goes through here, one direction of asking. */
export interface Link {
  /** From now on, also for connections that are open. */
  set(weather: Partial<Weather>): void;
  /** Connections reset, answers halved and pieces swallowed so far. */
  harm(): { readonly reset: number; readonly halved: number; readonly swallowed: number };
  close(): Promise<void>;
}

interface State {
  weather: Weather;
  readonly random: () => number;
  readonly pairs: Set<{ near: Socket; far: Socket; mute: boolean }>;
  readonly harm: { reset: number; halved: number; swallowed: number };
}

/** Listens at `from` and passes on to `to`, as the weather is. `random` decides what is reset and halved. */
export async function openLink(from: Place, to: Place, random: () => number): Promise<Link> {
  const harm = { reset: 0, halved: 0, swallowed: 0 };
  const state: State = { weather: CLEAR, random, pairs: new Set(), harm };
  const server = createServer((near) => join(near, to, state));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(from.port, from.address, resolve);
  });
  return {
    set(weather) {
      const before = state.weather;
      state.weather = { ...CLEAR, ...weather };
      const changed = before.way !== state.weather.way;
      for (const pair of state.pairs) {
        // What a silent way has swallowed does not come later.
        if (state.weather.way === "cut" || (changed && pair.mute)) reset(pair, state);
      }
    },
    harm: () => ({ ...harm }),
    async close() {
      for (const { near, far } of state.pairs) for (const end of [near, far]) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(near: Socket, to: Place, state: State): void {
  near.on("error", () => {});
  if (state.weather.way === "cut") {
    state.harm.reset++;
    near.resetAndDestroy();
    return;
  }
  const far = connectTo(to.port, to.address);
  const pair = { near, far, mute: false };
  state.pairs.add(pair);
  const over = () => {
    state.pairs.delete(pair);
    near.destroy();
    far.destroy();
  };
  // The near end of a silent way learns nothing, not even that the far end has gone.
  far.on("error", () => {}).on("close", () => (pair.mute ? undefined : over()));
  near.on("close", over);
  let sent = Promise.resolve();
  near.on("data", (piece) => {
    const { weather } = state;
    if (isMute(pair, state)) return;
    if (state.random() < weather.resets) return reset(pair, state);
    if (weather.delayMs > 0) sent = sent.then(() => pause(weather.delayMs));
    sent = sent.then(() => void (far.destroyed || far.write(piece)));
  });
  far.on("data", (piece) => {
    if (isMute(pair, state)) return;
    if (state.random() >= state.weather.halves) return void near.write(piece);
    state.harm.halved++;
    near.write(piece.subarray(0, piece.length >> 1), over);
  });
}

function isMute(pair: { mute: boolean }, { weather, harm }: State): boolean {
  if (weather.way === "silent") pair.mute = true;
  if (pair.mute) harm.swallowed++;
  return pair.mute;
}

function reset({ near, far }: { near: Socket; far: Socket }, { harm }: State): void {
  harm.reset++;
  near.resetAndDestroy();
  far.destroy();
}
