/** Debian's Chromium on the built site. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const folder = join(import.meta.dirname, "../../../build/site/dist");

/** Debian's, which `npm run site:test` installs. */
const chromiumPath = "/usr/bin/chromium";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
};

/** The site as a server without any settings would show it, and a browser. */
export class SiteBrowser implements AsyncDisposable {
  readonly #server: Server;
  readonly #browser: Browser;

  static async start(): Promise<SiteBrowser> {
    if (!existsSync(chromiumPath)) throw new Error(`${chromiumPath} is missing. Install it: apt-get install chromium`);
    const server = createServer(({ url = "/" }, response) => {
      const path = normalize(decodeURIComponent(url.replace(/[?#].*$/, "")));
      try {
        const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
        const content = readFileSync(file);
        response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // The sandbox of Chromium needs an account that is not root.
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    return new SiteBrowser(server, browser);
  }

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  /** A page with an empty cache, once its script has started. Errors on the console are collected in `errors`. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
    const { port } = this.#server.address() as AddressInfo;
    const context = await this.#browser.newContext({ baseURL: `http://127.0.0.1:${port}`, ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
    });
    page.on("pageerror", ({ message }) => errors.push(message));
    page.setDefaultTimeout(120_000);
    await page.goto(path);
    await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
    return { page, errors };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export const builtPages: readonly string[] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".html") && file !== "404.html",
);
