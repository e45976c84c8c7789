import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "vite";

/** Programs that run in Node, by the name of their file in `dist/server`. */
const programs = {
  main: "node/main.ts",
  cli: "node/cli.ts",
  "draw-page": "node/files/draw-page.ts",
  demo: "deploy/demo/main.ts",
  attack: "deploy/attack/main.ts",
  bench: "deploy/bench/main.ts",
  simulate: "deploy/simulate/main.ts",
  reliability: "deploy/reliability/main.ts",
};

/** What the browser loads, by the name of its entry in `dist/client/manifest.json`. */
const browserEntries = {
  behaviours: "web/behaviours/main.ts",
  styles: "web/styles/main.scss",
};

/** Oldest browsers that councils still run on managed desktops. */
const browsers = ["chrome109", "firefox115", "safari15.6"];

export const jsx = { jsx: { runtime: "automatic", importSource: "preact" } } as const;

export default defineConfig(({ isSsrBuild }) => ({ oxc: jsx, ...(isSsrBuild ? server() : client()) }));

function server(): UserConfig {
  return {
    publicDir: false,
    ssr: { external: true },
    build: {
      ssr: true,
      target: "node24",
      outDir: "dist/server",
      emptyOutDir: true,
      sourcemap: true,
      rolldownOptions: { input: present(programs), output: { entryFileNames: "[name].js" } },
    },
  };
}

function client(): UserConfig {
  return {
    publicDir: existsSync(at("web/public")) ? "web/public" : false,
    css: { preprocessorOptions: { scss: { loadPaths: [at("node_modules")], quietDeps: true } } },
    build: {
      target: browsers,
      cssTarget: browsers,
      outDir: "dist/client",
      emptyOutDir: true,
      manifest: "manifest.json",
      // The content security policy allows fonts and scripts from our own origin only, never from data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: present(browserEntries) },
    },
  };
}

function present(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries)
      .map(([name, file]) => [name, at(file)] as const)
      .filter(([, file]) => existsSync(file)),
  );
}

function at(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
