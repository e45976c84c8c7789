import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { chromium, type LaunchOptions } from "playwright-core";

const COMMANDS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
  "chromium-headless-shell",
];

const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/snap/bin/chromium"],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    `${homedir()}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/**
 * What Chromium leaves out: two pages of its own (the lists under the address field) that it makes for every window,
 * seen or not. It takes the last such list only, so what Playwright leaves out stands here too.
 */
const LEFT_OUT = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "msForceBrowserSignIn",
  "msEdgeUpdateLaunchServicesPreferredVersion",
];

/**
 * How to launch a browser on this machine: the one in MOOTHALL_BROWSER, the Chromium inside the npm package
 * `@sparticuz/chromium` (Linux on x64), or an installed Chromium, Chrome or Edge. null where none of them runs.
 * The packed one comes first: it is the same on every machine, and without windows to draw it does half the work.
 */
export async function findBrowser(): Promise<LaunchOptions | null> {
  const named = process.env.MOOTHALL_BROWSER;
  if (named) {
    if (runs(named, {})) return launchOptionsFor(named, {});
    throw new Error(`MOOTHALL_BROWSER names ${named}, which does not run.`);
  }
  const packed = await bundled().catch(() => null);
  if (packed && (await showsPages(packed))) return packed;
  const installed = installedPlaces().find((path) => existsSync(path) && runs(path, {}));
  return installed ? launchOptionsFor(installed, {}) : null;
}

function installedPlaces(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [
    ...folders.flatMap((folder) => COMMANDS.map((name) => join(folder, name))),
    ...(PLACES[process.platform] ?? []),
  ];
}

/** Unpacks the packed Chromium once into node_modules/.cache; with the libraries it brings where the system has none. */
async function bundled(): Promise<LaunchOptions | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const require = createRequire(import.meta.url);
  const source = dirname(dirname(require.resolve("@sparticuz/chromium")));
  const { version }: { version: string } = require(join(source, "package.json"));
  const home = join(source, "..", "..", ".cache", `moothall-chromium-${version}`);
  if (!existsSync(home)) await unpack(source, home);
  const path = join(home, "chromium");
  const fonts: NodeJS.ProcessEnv = existsSync("/etc/fonts/fonts.conf")
    ? {}
    : { FONTCONFIG_PATH: join(home, "fonts") };
  if (runs(path, fonts)) return launchOptionsFor(path, fonts);
  const withLibraries = { ...fonts, LD_LIBRARY_PATH: join(home, "al2023", "lib") };
  return runs(path, withLibraries) ? launchOptionsFor(path, withLibraries) : null;
}

async function unpack(source: string, home: string): Promise<void> {
  mkdirSync(dirname(home), { recursive: true });
  const draft = mkdtempSync(`${home}-`);
  const before = process.env.TMPDIR;
  // The package unpacks into the temporary folder and nowhere else.
  process.env.TMPDIR = draft;
  try {
    const { default: packed, inflate } = await import("@sparticuz/chromium");
    await packed.executablePath();
    await inflate(join(source, "bin", "al2023.tar.br"));
    if (!existsSync(home)) renameSync(draft, home);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(draft, { recursive: true, force: true });
  }
}

function runs(path: string, env: NodeJS.ProcessEnv): boolean {
  // On Windows `--version` opens a window instead of printing.
  if (process.platform === "win32") return existsSync(path);
  return spawnSync(path, ["--version"], { env: { ...process.env, ...env }, timeout: 20_000 }).status === 0;
}

/** Whether it does more than tell its version: libraries that a page needs may be missing. */
async function showsPages(options: LaunchOptions): Promise<boolean> {
  try {
    const browser = await chromium.launch(options);
    const page = await browser.newPage();
    await page.setContent("<p>Shown</p>");
    const shown = await page.getByText("Shown").isVisible();
    await browser.close();
    return shown;
  } catch {
    return false;
  }
}

function launchOptionsFor(executablePath: string, env: NodeJS.ProcessEnv): LaunchOptions {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath,
    headless: true,
    // Chromium's sandbox refuses root; small containers have a small /dev/shm.
    args: [
      ...(isRoot ? ["--no-sandbox"] : []),
      "--disable-dev-shm-usage",
      "--font-render-hinting=none",
      `--disable-features=${LEFT_OUT.join()}`,
    ],
    env: definedOf({ ...process.env, ...env }),
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
