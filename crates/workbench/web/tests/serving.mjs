// A server of a case and a browser for it, for the tests and for the pictures.
import { spawn, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** The root of the repository, and the program under test. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..");
export const ZOPA = process.env.ZOPA ?? resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug/zopa");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

const left = [];

/** A folder that goes with the tests. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "zopa-page-"));
  left.push(made);
  return made;
}

export function clear() {
  for (const made of left) rmSync(made, { recursive: true, force: true });
}

/** A copy of a case of the catalog, to be written into. */
export function copy(path) {
  const made = join(folder(), "case");
  cpSync(join(ROOT, path), made, { recursive: true });
  return made;
}

/** A new starter case. */
export function starter() {
  const made = join(folder(), "starter");
  execFileSync(ZOPA, ["new", made], { stdio: "ignore" });
  return made;
}

/** Serves a case; ends with `stop`. */
export async function serve(path, ...more) {
  const child = spawn(ZOPA, ["serve", path, "--port", "0", "--no-open", ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((done, failed) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
      if (said.includes("\n")) done(said.trim().replace(/\/$/, ""));
    });
    child.on("exit", (status) => failed(new Error(`zopa serve ended with ${status}`)));
  });
  const ended = new Promise((done) => child.on("exit", done));
  return {
    address,
    async stop() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

export function browser() {
  // Within a container there is no room for Chromium's own sandbox.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** Waits until what is shown is the full answer. */
export async function settled(page) {
  await page.waitForSelector(".fragment");
  await page.waitForFunction(() => !document.querySelector(".work progress"), undefined, { timeout: 120_000 });
  await page.waitForFunction(() => !document.querySelector(".fragment.faded"));
}

export const PAGES = ["/", "/positions", "/settlement", "/package", "/blockers", "/roadmap", "/stability", "/rounds", "/beliefs", "/probes", "/shifts", "/sources"];
