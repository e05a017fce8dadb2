// The playground in a browser: the editor, a run, and the keyboard.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportFigure } from "../../../test/support/figures.ts";
import { writeFragment } from "../playground/share.ts";
import { SiteBrowser } from "./browser.ts";

let site: SiteBrowser;
beforeAll(async () => {
  site = await SiteBrowser.start();
});
afterAll(() => site[Symbol.asyncDispose]());

const start = JSON.stringify({ steps: [{ do: "startDistribution", name: "Debian" }, { do: "stop" }] });

/** The playground with a plugin, at the address that shares it. */
async function open(plugin: string, scenario = start, version: string | null = null) {
  const fragment = await writeFragment({ plugin, scenario, version });
  return site.open(`/playground.html${fragment}`);
}

async function putCursorBehind(page: Page, line: number): Promise<void> {
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+Home");
  for (let at = 1; at < line; at += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
}

const output = (page: Page) => page.locator("[data-output]");

test("the first example runs, and shows the veto as the user of wsl reads it", async () => {
  const began = performance.now();
  const { page, errors } = await site.open("/playground.html");
  const veto = output(page).locator("li", { hasText: "The user of wsl reads" });
  await veto.waitFor();
  reportFigure(
    "site",
    `the playground's first result with an empty cache after ${Math.round(performance.now() - began)} ms`,
  );
  expect(await veto.locator("pre").textContent()).toContain("legacy-1 is too old to be used on this machine.");
  expect(await output(page).textContent()).toContain("the service has stopped");
  expect(errors).toEqual([]);
});

test("the first example runs before the editor has loaded, and its source is readable", async () => {
  const { page } = await site.open("/");
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/editor\.[^/]*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/playground.html");
  await output(page).locator("li", { hasText: "The user of wsl reads" }).waitFor();
  expect(await page.locator("[data-editor]").textContent()).toContain("export default definePlugin({");
  release();
  await page.locator(".monaco-editor .view-line", { hasText: "definePlugin" }).waitFor();
});

test("the editor completes a field of the plugin's types", async () => {
  const { page } = await open(
    "export default definePlugin({\n  onDistributionStarted(session, distribution) {\n    distribution.\n  },\n});\n",
  );
  await putCursorBehind(page, 3);
  const field = page.locator(".suggest-widget .monaco-list-row", { hasText: "packageFamilyName" });
  // The editor answers once its language service has started.
  await expect
    .poll(
      async () => {
        await page.keyboard.press("Control+Space");
        return field.count();
      },
      { interval: 2000 },
    )
    .toBeGreaterThan(0);
});

test("the editor refuses a field that an older WSL lacks, and says what to require", async () => {
  const { page } = await open(
    "export default definePlugin({\n  onDistributionStarted(session, distribution) {\n    console.log(distribution.flavor);\n  },\n});\n",
  );
  await page.locator(".squiggly-error").first().waitFor();
  await putCursorBehind(page, 3);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  await expect.poll(() => page.locator(".marker-widget").textContent()).toContain("DistributionFlavor");
});

test("hovering a call shows its documentation", async () => {
  const { page } = await open(
    'export default definePlugin({\n  onVmStarted(session) {\n    MountFolder(session, "C:\\\\A", "/a");\n  },\n});\n',
  );
  const hover = page.locator(".monaco-hover", { hasText: "Mounts" });
  await expect
    .poll(async () => {
      await page.mouse.move(0, 0);
      await page
        .locator(".view-line span", { hasText: /^MountFolder$/ })
        .first()
        .hover();
      // The editor shows it after a delay.
      await hover
        .first()
        .waitFor({ timeout: 5_000 })
        .catch(() => {});
      return hover.count();
    })
    .toBeGreaterThan(0);
});

test("an error in the script names the line of the source, and leads to it", async () => {
  const { page } = await open(
    "// A comment.\n\nexport default definePlugin({\n  onVmStarted() {\n    missing();\n  },\n});\n",
  );
  await output(page).locator(".place").first().click();
  await expect.poll(() => page.locator(".line-numbers.active-line-number").first().textContent()).toBe("5");
});

test("a script with a syntax error is not run, and the page names its place", async () => {
  const { page } = await open("export default definePlugin({\n  onVmStarted( {},\n});\n");
  await expect.poll(() => output(page).locator("pre.error").textContent()).toMatch(/^plugin\.ts:\d+:\d+: /);
});

test("an endless loop ends at the hook's limit, and the next run works", async () => {
  const { page } = await open(
    "export default definePlugin({\n  limits: { hookTime: 1000 },\n  onVmStarted() {\n    for (;;);\n  },\n});\n",
  );
  await output(page).locator("li", { hasText: "ERROR_TIMEOUT" }).first().waitFor();
  await page.selectOption("select[name=example]", "hello");
  await output(page).locator("li", { hasText: "Debian has started" }).first().waitFor();
});

test("a run that does not end is stopped by its button", async () => {
  const { page } = await open(
    "export default definePlugin({\n  limits: { hookTime: 300_000 },\n  onVmStarted() {\n    for (;;);\n  },\n});\n",
  );
  await output(page).locator("li", { hasText: "OnVMStarted: called" }).waitFor();
  await page.locator("[data-run]", { hasText: "Stop" }).click();
  await page.locator("[data-run]", { hasText: "Run" }).waitFor();
  expect(await output(page).locator("pre.error").textContent()).toContain("Ended");
});

test("a missing permission is printed as lines to paste", async () => {
  const { page } = await open(
    'export default definePlugin({\n  onVmStarted(session) {\n    run(session, "uname");\n  },\n});\n',
  );
  await expect.poll(() => output(page).textContent()).toContain('"uname"');
  expect(await output(page).textContent()).toContain("permissions: {");
});

test("the chosen version of WSL replaces the scenario's", async () => {
  const { page } = await open("export default definePlugin({ onVmStarted() {} });\n", start, "2.0.0");
  await output(page).locator("li", { hasText: "WSL 2.0.0: the service starts" }).waitFor();
  await page.selectOption("select[name=version]", "2.9.0");
  await output(page).locator("li", { hasText: "WSL 2.9.0: the service starts" }).waitFor();
});

test("a shared address opens the same plugin and scenario", async () => {
  const { page } = await site.open("/playground.html#example=custom-kernel-veto");
  await output(page).locator("li", { hasText: "the service has stopped" }).waitFor();
  await page.locator("[data-share]").click();
  await page.waitForURL(/#code=/);
  const { page: other } = await site.open(page.url());
  await output(other).locator("li", { hasText: "The user of wsl reads" }).waitFor();
});

test("a wrong scenario is explained", async () => {
  const { page } = await open("export default definePlugin({ onVmStarted() {} });\n", '{ "steps": [{ "do": "fly" }] }');
  await expect.poll(() => output(page).locator("pre.error").textContent()).toContain("scenario.json: ");
});

test("the page around the editor works by keyboard", async () => {
  const { page } = await site.open("/playground.html");
  await page.locator("[data-run]", { hasText: "Run" }).waitFor();
  await page.locator(".monaco-editor .view-line").first().waitFor();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      const { name, dataset } = activeElement as HTMLSelectElement;
      return name || Object.keys(dataset ?? {})[0] || activeElement?.className || "";
    });
  await page.locator("select[name=example]").focus();
  const order: string[] = [];
  for (const _ of [1, 2, 3, 4]) {
    await page.keyboard.press("Tab");
    order.push(await focused());
  }
  expect(order).toEqual(["version", "run", "share", "tab"]);
  await page.keyboard.press("ArrowRight");
  expect(await page.locator('[data-tab="scenario"]').getAttribute("aria-selected")).toBe("true");
  await page.keyboard.press("Tab");
  expect(await page.locator(".monaco-editor.focused").count()).toBe(1);
  await page.keyboard.press("Control+Enter");
  await page.locator("[data-state]", { hasText: "Done" }).waitFor();
  await page.keyboard.press("Shift+Tab");
  expect(await page.locator(".monaco-editor.focused").count()).toBe(0);
});
