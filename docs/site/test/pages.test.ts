// The built site in a browser: its pages, search, and looks.

import { afterAll, beforeAll, expect, test } from "vitest";
import { builtPages, SiteBrowser } from "./browser.ts";

let site: SiteBrowser;
beforeAll(async () => {
  site = await SiteBrowser.start();
});
afterAll(() => site[Symbol.asyncDispose]());

test("every page renders without an error on the console", async () => {
  const { page, errors } = await site.open("/");
  for (const path of builtPages) {
    await page.goto(`/${path}`, { waitUntil: "networkidle" });
    expect(await page.locator("main, .VPHome, .playground").first().isVisible(), path).toBe(true);
    expect(errors, path).toEqual([]);
  }
  expect(builtPages.length).toBeGreaterThan(50);
});

test("search finds a member of the API without a server", async () => {
  const { page } = await site.open("/guide.html");
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").fill("onReloading");
  const result = page.locator(".VPLocalSearchBox .result", { hasText: "WSLPluginDefinition.onReloading" }).first();
  await result.click();
  await page.waitForURL(/the-plugin\.html#wslplugindefinitiononreloading$/);
});

test.each([
  ["veto", "PluginError"],
  ["mountFolder", "MountFolder"],
  ["timeout", "WaitOptions.timeout"],
  ["refuse a distribution", "distribution-allow-list"],
])("search for %s finds %s among its first results", async (query, title) => {
  const { page } = await site.open("/guide.html");
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").fill(query);
  const results = page.locator(".VPLocalSearchBox .result");
  await expect.poll(async () => (await results.allTextContents()).slice(0, 10).join("\n")).toContain(title);
});

test("the footer of a page leads to the licences of the packages that it is made of", async () => {
  const { page } = await site.open("/guide.html");
  await page.locator(".VPFooter a", { hasText: "Licences" }).click();
  await page.waitForURL(/licenses\.txt$/);
  expect(await page.textContent("body")).toMatch(/^monaco-editor \S+: MIT$/m);
});

test("a member of the reference has the version of WSL beside it", async () => {
  const { page } = await site.open("/reference/information-objects.html");
  const badge = page.locator("#wsldistributioninformationinitpid .VPBadge");
  expect(await badge.textContent()).toBe("WSL 2.0.5");
});

test.each([360, 1600])("no page scrolls sideways at %i px", async (width) => {
  const { page } = await site.open("/", { viewport: { width, height: 900 } });
  for (const path of builtPages) {
    await page.goto(`/${path}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});

test("the appearance switches to dark and stays", async () => {
  const { page } = await site.open("/guide.html", { viewport: { width: 1600, height: 900 } });
  await page.locator(".VPSwitchAppearance").first().click();
  await page.reload();
  expect(await page.locator("html.dark").count()).toBe(1);
});
