import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { root, runChild } from "./child.mjs";

/** Something the person at the console can put right; printed without a stack. */
export class Problem extends Error {}

/** The Node that everything runs on; older ones only start this script. */
const NODE_MAJOR = 24;

const installStamp = join(root, "node_modules", ".moothall-installed");
const buildStamp = join(root, "dist", ".built-from");

/** Installs with npm what package-lock.json names, unless node_modules holds exactly that. */
export async function install() {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const wanted = sha256(lock);
  if (readOr(installStamp) === wanted) return;
  if (!installedMatches(JSON.parse(lock))) {
    console.log("Installing what Moothall needs; this takes about a minute.");
    const code = await npm(["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"]);
    if (code !== 0) throw new Problem("npm could not install what Moothall needs; its messages are above.");
  }
  writeFileSync(installStamp, wanted);
}

/** Builds server and browser files, unless the last build was made from these very sources. */
export async function build(node) {
  const wanted = sourcesHash();
  if (readOr(buildStamp) === wanted) return;
  console.log("Building Moothall.");
  rmSync(buildStamp, { force: true });
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  for (const [entry, ...which] of [["node/main.ts", "--ssr"], ["web/behaviours/main.ts"]]) {
    if (!existsSync(join(root, entry))) continue;
    const code = await runChild(node, [vite, "build", "--logLevel", "warn", ...which]);
    if (code !== 0) throw new Problem("The build failed; its messages are above.");
  }
  mkdirSync(dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, wanted);
}

/** The next command builds, whatever stands in dist: it is being written to without this being noted. */
export function forgetBuild() {
  rmSync(buildStamp, { force: true });
}

/** Path of a Node of the right version: the one npm installed, else the one running this. */
export function findNode() {
  const found = nodeCandidates().find(isRightNode);
  if (found) return found;
  finishNodeInstallation();
  const second = nodeCandidates().find(isRightNode);
  if (second) return second;
  throw new Problem(
    `Moothall needs Node ${NODE_MAJOR} and npm could not bring it: install Node ${NODE_MAJOR} from nodejs.org, or allow the install script of the package "node" and run npm ci.`,
  );
}

/** Runs `work` while no other command installs or builds in this folder. */
export async function whileAlone(work) {
  const lock = join(
    tmpdir(),
    `moothall-prepare-${process.getuid?.() ?? "user"}-${sha256(root).slice(0, 16)}`,
  );
  for (let waited = false; !takeLock(lock); waited = true) {
    if (!waited) console.log("Waiting for another Moothall command that is installing or building here.");
    await new Promise((wake) => setTimeout(wake, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!isAlive(Number(readOr(lock)))) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether an earlier `npm ci` or `npm install` brought every package in the locked version. */
function installedMatches(lock) {
  const record = readOr(join(root, "node_modules", ".package-lock.json"));
  if (!record) return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => path !== "" && !wanted.optional && !wanted.peer)
    .every(([path, wanted]) => installed[path]?.version === wanted.version && existsSync(join(root, path)));
}

function npm(args) {
  const cli = process.env.npm_execpath ?? "";
  if (/npm-cli\.js$/.test(cli)) return runChild(process.execPath, [cli, ...args]);
  return runChild(process.platform === "win32" ? "npm.cmd" : "npm", args);
}

function nodeCandidates() {
  const home = join(root, "node_modules", "node");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const names = [`node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`];
  names.push(`node-bin-${process.platform}-${process.arch}`);
  const packages = names.flatMap((name) => [
    join(home, "node_modules", name),
    join(root, "node_modules", name),
  ]);
  return [...[home, ...packages].map((folder) => join(folder, "bin", `node${suffix}`)), process.execPath];
}

function isRightNode(file) {
  if (!existsSync(file)) return false;
  if (file === process.execPath) return Number(process.versions.node.split(".")[0]) >= NODE_MAJOR;
  const said = spawnSync(file, ["--version"], { encoding: "utf8" }).stdout ?? "";
  return Number(said.replace(/^v/, "").split(".")[0]) >= NODE_MAJOR;
}

/** What the package's own install script does, for npm set to run no scripts (`ignore-scripts`). */
function finishNodeInstallation() {
  const home = join(root, "node_modules", "node");
  const script = "installArchSpecificPackage.js";
  if (existsSync(join(home, script))) spawnSync(process.execPath, [script], { cwd: home, stdio: "ignore" });
}

function sourcesHash() {
  const files = ["node", "web", "federation", "search", "deploy"].flatMap((folder) =>
    filesIn(join(root, folder)),
  );
  const single = ["vite.config.ts", "package-lock.json", "tsconfig.json"].map((name) => join(root, name));
  const lines = [...files, ...single].map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${relative(root, file)} ${mtimeMs} ${size}`;
  });
  return sha256(lines.sort().join("\n"));
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function readOr(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
