// The page in a real browser: every page of three cases, what-if, a broken save, the login.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import axe from "@axe-core/playwright";
import { PAGES, ROOT, browser, clear, copy, folder, serve, settled, starter } from "./serving.mjs";

const AxeBuilder = axe.default ?? axe;
let chromium;

before(async () => (chromium = await browser()));
after(async () => {
  await chromium?.close();
  clear();
});

/** A page that remembers what went wrong and what it asked elsewhere. */
async function open(address, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("blob:")) wrong.push(`asked ${url}`);
  });
  return { page, wrong, close: () => context.close() };
}

/** Colours differ between light and dark, and nothing else does; the record has the colours of the page before it. */
async function accessible(page, where, only = []) {
  const builder = new AxeBuilder({ page });
  if (only.length > 0) builder.withRules(only).exclude(".record");
  const found = await builder.analyze();
  const serious = found.violations.filter((own) => ["serious", "critical"].includes(own.impact));
  const told = serious.map((own) => `${own.id}: ${own.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(told, [], where);
}

const CASES = {
  "the public case": () => join(ROOT, "catalog/talks/geneva-2026"),
  "the twin": () => join(ROOT, "catalog/teaching/twin"),
  "a starter": starter,
};

for (const [name, path] of Object.entries(CASES)) {
  describe(`every page of ${name}`, () => {
    let server;
    before(async () => (server = await serve(path())));
    after(() => server?.stop());
    for (const own of PAGES) {
      test(own, async () => {
        const { page, wrong, close } = await open(server.address);
        await page.goto(server.address + own);
        await settled(page);
        assert.ok((await page.locator(".fragment .body").innerText()).length > 80);
        assert.equal(await page.locator('nav[aria-label="Pages"] a[aria-current="page"]').count(), 1);
        await accessible(page, own);
        await page.emulateMedia({ colorScheme: "dark" });
        await accessible(page, `${own}, dark`, ["color-contrast"]);
        await page.setViewportSize({ width: 390, height: 844 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${own} is ${wide} pixels too wide on a small screen`);
        assert.deepEqual(wrong, []);
        await close();
      });
    }
  });
}

describe("what if", () => {
  let server;
  let path;
  before(async () => {
    path = copy("catalog/teaching/twin");
    server = await serve(path);
  });
  after(() => server?.stop());

  test("there and back", async () => {
    const files = () => readdirSync(path).filter((name) => name.endsWith(".yaml")).map((name) => readFileSync(join(path, name), "utf8"));
    const untouched = files();
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/blockers`);
    await settled(page);
    const asItIs = await page.locator(".fragment .body").innerText();
    await page.getByRole("button", { name: /^What if/ }).click();
    await accessible(page, "the panel");
    await page.getByRole("checkbox", { name: /^Lift fd-commitments/ }).check();
    await page.waitForSelector(".put li");
    await settled(page);
    assert.match(await page.locator(".put li").innerText(), /The line fd-commitments of .* is lifted/);
    assert.match(page.url(), /edit=/);
    await page.waitForFunction(() => /differ/.test(document.querySelector(".state")?.textContent ?? ""));
    assert.notEqual(await page.locator(".fragment .body").innerText(), asItIs);
    assert.ok((await page.locator(".differs").count()) > 0);

    await page.getByRole("button", { name: "Side by side" }).click();
    await page.waitForSelector(".beside");
    await page.waitForFunction(() => document.querySelectorAll(".beside .fragment").length === 2);
    await settled(page);
    const double = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((own) => own.id).filter((id) => id !== "hatch-key");
      return ids.filter((id, at) => ids.indexOf(id) !== at);
    });
    assert.deepEqual(double, []);
    await accessible(page, "side by side");

    // The address alone brings the same picture.
    const other = await open(server.address);
    await other.page.goto(page.url());
    await other.page.waitForSelector(".beside .fragment");
    await other.close();

    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => !location.search.includes("edit="));
    await settled(page);
    assert.equal(await page.locator(".fragment .body").innerText(), asItIs);
    await page.goBack();
    await page.waitForSelector(".put li");
    assert.deepEqual(files(), untouched);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("a value, a source, a line of one's own", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/settlement`);
    await settled(page);
    await page.getByRole("button", { name: /^What if/ }).click();
    await page.getByText(/^Values \(/).click();
    await page.getByLabel("preferences.norland.no deal").fill("[85, 90]");
    await page.getByLabel("preferences.norland.no deal").press("Enter");
    await page.waitForSelector(".put li");
    assert.match(await page.locator(".put li").first().innerText(), /is \[85, 90\]; it was \[55, 69\]/);
    await page.getByText(/^Sources \(/).click();
    await page.getByRole("checkbox", { name: /^Without HERALD/ }).check();
    await page.waitForFunction(() => document.querySelectorAll(".put li").length === 2);
    const form = page.getByRole("form", { name: "One more line" });
    await form.getByLabel("Party").selectOption("norland");
    await form.getByLabel("Rule", { exact: true }).or(form.locator('input[name="rule"]')).last().fill("uplands = u1");
    await form.getByRole("button").click();
    await page.waitForFunction(() => document.querySelectorAll(".put li").length === 3);
    await settled(page);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("a slip is told, and the way back is there", async () => {
    const { page, close } = await open(server.address);
    await page.goto(`${server.address}/settlement?edit=${encodeURIComponent('{"lift line": "nothing-such"}')}`);
    await page.waitForSelector('[role="alert"]');
    assert.match(await page.locator('[role="alert"]').first().innerText(), /nothing-such/);
    await page.getByRole("button", { name: "Back to the case as it is" }).click();
    await settled(page);
    await close();
  });

  test("saved as a scenario on request", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/blockers?edit=${encodeURIComponent('{"lift line": "fd-commitments"}')}`);
    await settled(page);
    await page.getByRole("button", { name: /^What if/ }).click();
    await page.getByText("Save as a scenario").click();
    await page.getByLabel("Name").fill("pledge-free");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
    assert.equal(download.suggestedFilename(), "scenario-pledge-free.yaml");
    assert.ok(!existsSync(join(path, "scenario-pledge-free.yaml")));
    await page.getByRole("button", { name: "Write beside the case" }).click();
    await page.getByText("Written beside the case: scenario-pledge-free.yaml.").waitFor();
    assert.match(readFileSync(join(path, "scenario-pledge-free.yaml"), "utf8"), /lift line: fd-commitments/);
    await page.getByText(/^Scenarios of the case \(/).click();
    await page.getByRole("checkbox", { name: "pledge-free" }).waitFor();
    assert.deepEqual(wrong, []);
    await close();
  });
});

describe("on the page", () => {
  let server;
  let path;
  before(async () => {
    path = copy("catalog/talks/geneva-2026");
    server = await serve(path);
  });
  after(() => server?.stop());

  test("the ledger is gone through by day, with the keyboard", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/positions`);
    await settled(page);
    const later = await page.locator(".fragment .body").innerText();
    await page.getByRole("slider", { name: "As known on" }).focus();
    for (let at = 0; at < 8; at += 1) await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => location.search.includes("as_of="));
    await settled(page);
    assert.notEqual(await page.locator(".fragment .body").innerText(), later);
    await page.getByRole("button", { name: /^Back to/ }).click();
    await page.waitForFunction(() => !location.search.includes("as_of="));
    await settled(page);
    assert.equal(await page.locator(".fragment .body").innerText(), later);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("a mark leads to its entry, the entry to its source, the source to its words", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/positions`);
    await settled(page);
    await page.locator('figure.gap svg a[href^="#entry-"]').first().focus();
    await page.keyboard.press("Enter");
    const entry = page.locator("tr:target");
    await entry.waitFor();
    await entry.locator('a[href^="#source-"]').first().click();
    const source = page.locator('tr[id^="source-"]:target');
    await source.locator("th a").click();
    await page.waitForURL(/\/sources\/./);
    await settled(page);
    assert.match(await page.locator(".fragment .body").innerText(), /What rests on it/);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("pictures and tables can be taken along", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(`${server.address}/positions`);
    await settled(page);
    for (const [kind, begins] of [["SVG", "<svg"], ["PNG", "\u0089PNG"]]) {
      const button = page.getByRole("button", { name: new RegExp(`^${kind} of`) }).first();
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      const file = join(folder(), "picture");
      await download.saveAs(file);
      assert.ok(readFileSync(file, "latin1").startsWith(begins), kind);
    }
    assert.deepEqual(wrong, []);
    await close();
  });

  test("a broken save is told beside the last good picture, and mended", async () => {
    const { page, wrong, close } = await open(server.address);
    await page.goto(server.address);
    await settled(page);
    const good = await page.locator(".fragment .body").innerText();
    const file = join(path, "ledger.yaml");
    const text = readFileSync(file, "utf8");
    appendFileSync(file, "\n  - {id: broken, party: nobody-such}\n");
    await page.locator(".broken pre").waitFor();
    assert.match(await page.locator(".broken pre").innerText(), /ledger\.yaml/);
    await settled(page);
    assert.equal(await page.locator(".fragment .body").innerText(), good);
    await accessible(page, "a broken save");
    writeFileSync(file, text);
    await page.locator(".broken").waitFor({ state: "detached" });
    assert.deepEqual(wrong, []);
    await close();
  });

  test("on paper there is the page and nothing of the frame", async () => {
    const { page, close } = await open(server.address);
    await page.goto(server.address);
    await settled(page);
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".bar nav").isHidden());
    assert.ok(await page.locator(".time").isHidden());
    assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
    await close();
  });
});

test("behind a password nothing is shown before the login", async () => {
  const file = join(folder(), "password");
  writeFileSync(file, "correct horse\n");
  const server = await serve(join(ROOT, "catalog/teaching/twin"), "--password-file", file);
  const { page, wrong, close } = await open(server.address);
  await page.goto(`${server.address}/positions`);
  await page.waitForURL(/\/login$/);
  await accessible(page, "the login");
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Log in" }).click();
  await settled(page);
  assert.deepEqual(wrong, []);
  await close();
  assert.equal(await server.stop(), 0);
});
