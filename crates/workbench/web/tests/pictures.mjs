// Pictures of every page, for docs/workbench/: node tests/pictures.mjs
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PAGES, ROOT, browser, clear, serve, settled } from "./serving.mjs";

const OUT = process.env.OUT ?? join(ROOT, "docs/workbench");
mkdirSync(OUT, { recursive: true });
const chromium = await browser();

async function take(server, address, file, { dark = false, small = false, panel = false, to = null } = {}) {
  const viewport = small ? { width: 390, height: 844 } : { width: 1200, height: 860 };
  const context = await chromium.newContext({ viewport, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(server.address + address);
  await settled(page);
  if (panel) {
    await page.getByRole("button", { name: /^What if/ }).click();
    await settled(page);
  }
  if (to) await page.locator(to).first().evaluate((own) => own.scrollIntoView({ block: "start" }));
  await page.screenshot({ path: join(OUT, file) });
  await context.close();
}

const twin = await serve(join(ROOT, "catalog/teaching/twin"));
for (const own of PAGES) await take(twin, own, `${own === "/" ? "overview" : own.slice(1)}.png`);
const lifted = `edit=${encodeURIComponent('{"lift line": "fd-commitments"}')}`;
await take(twin, `/blockers?${lifted}`, "what-if.png", { panel: true });
await take(twin, `/blockers?${lifted}&compare=1`, "side-by-side.png");
await take(twin, "/positions", "dark.png", { dark: true });
await take(twin, "/", "small.png", { small: true });
await twin.stop();

const geneva = await serve(join(ROOT, "catalog/talks/geneva-2026"));
await take(geneva, "/positions", "geneva-positions.png", { to: "figure.gap" });
await geneva.stop();
await chromium.close();
clear();
