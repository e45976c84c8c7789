import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { StartRefusal } from "../start-refusal.ts";

/**
 * How to run PostgreSQL's programs. `owner` must own its folder (null: whoever we are); start a program with
 * `wrap([program, ...arguments])` and the `ids` for child_process.
 */
export type RunAs = { owner: Owner | null; ids: Partial<Owner>; wrap(command: string[]): string[] };

type Owner = { uid: number; gid: number };

const AS_OURSELVES: RunAs = { owner: null, ids: {}, wrap: (command) => command };

/**
 * Chooses the user that PostgreSQL runs as. PostgreSQL refuses to run as root, so root lends it another one:
 * the owner of an existing folder, else `postgres`, else a new system user `moothall`, else `nobody`.
 * `paths` are the data folder and PostgreSQL's programs. Throws StartRefusal if that user could not reach one.
 */
export function chooseUser(existingFolder: string | null, paths: readonly string[]): RunAs {
  if (process.getuid?.() !== 0) return AS_OURSELVES;
  const owner = ownerOf(existingFolder) ?? systemUser();
  if (paths.every((path) => mayEnter(path, owner))) return { owner, ids: owner, wrap: (command) => command };
  const wrap = REACHES.map((reach) => withReach(owner, reach)).find(canRun);
  if (wrap) return { owner, ids: {}, wrap };
  throw new StartRefusal(
    `PostgreSQL does not run as root, and the user it runs as instead cannot enter ${paths[0]}: ` +
      "start Moothall as an ordinary user, or move it to a folder that others may enter, such as /opt/moothall.",
  );
}

function ownerOf(folder: string | null): Owner | null {
  if (folder === null) return null;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? null : { uid, gid };
}

function systemUser(): Owner {
  const known = idsOf("postgres") ?? idsOf("moothall") ?? createUser();
  if (known) return known;
  throw new StartRefusal(
    "PostgreSQL does not run as root, and no other user could be found or made on this machine: start Moothall as an ordinary user.",
  );
}

function createUser(): Owner | null {
  const shell = "/bin/false";
  const made =
    run(["useradd", "--system", "--no-create-home", "--shell", shell, "moothall"]) ||
    run(["adduser", "-S", "-D", "-H", "-s", shell, "moothall"]);
  return (made ? idsOf("moothall") : null) ?? idsOf("nobody");
}

function idsOf(name: string): Owner | null {
  const ask = (flag: string) =>
    Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout?.trim() || "x");
  const [uid, gid] = [ask("-u"), ask("-g")];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : null;
}

/** Whether every folder on the way may be entered by that user, by owner, group or everyone's permission. */
function mayEnter(path: string, { uid, gid }: Owner): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Rights that let a process pass through folders it does not own, the narrower first; capabilities(7). */
const REACHES = ["dac_read_search", "dac_override"];

/**
 * For a checkout that only root may enter, such as /root/moothall: the user gets the right to pass through
 * folders, and no other. access(2) asks by real user and would forget that right, hence the securebit.
 */
function withReach({ uid, gid }: Owner, reach: string): RunAs["wrap"] {
  const only = `-all,+${reach}`;
  const user = [
    "setpriv",
    "--reuid",
    String(uid),
    "--regid",
    String(gid),
    "--clear-groups",
    "--no-new-privs",
  ];
  const rights = ["--inh-caps", only, "--ambient-caps", only, "--bounding-set", only];
  return (command) => [...user, ...rights, "--securebits", "+no_setuid_fixup", "--", ...command];
}

function canRun(wrap: RunAs["wrap"]): boolean {
  return run(wrap(["/bin/true"]));
}

function run([program = "", ...args]: string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
