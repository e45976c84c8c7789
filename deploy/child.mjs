import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** One Ctrl-C arrives several times: from the terminal, and again from npm. A later one is a new wish. */
const SAME_KEYPRESS_MS = 1000;

/**
 * Runs a program to its end and gives its exit code. It stands in a process group of its own, and each signal is
 * passed on once; an `interactive` one stays in ours, because only that may read from the terminal.
 */
export function runChild(program, args, { env = {}, interactive = false, quiet = false } = {}) {
  const separate = !interactive && process.platform !== "win32";
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    detached: separate,
    stdio: quiet ? ["ignore", "ignore", "inherit"] : "inherit",
  });
  const stopForwarding = forwardSignals(child, separate);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function forwardSignals(child, separate) {
  const last = {};
  const forward = (signal) => {
    const again = Date.now() - (last[signal] ?? 0) < SAME_KEYPRESS_MS;
    last[signal] = Date.now();
    // In our own group the terminal's Ctrl-C has reached the child already.
    if (!again && (separate || signal !== "SIGINT")) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
