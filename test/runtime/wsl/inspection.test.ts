// Containers and images as hooks receive them, from WSL's JSON.

import { expect, test } from "vitest";
import { hooks } from "../../../src/runtime/generated/hooks.ts";
import { Engine } from "../../support/engine.ts";

const id = (name: string) => hooks.findIndex((hook) => hook.name === name);
const session = ['"wslc:7"', '"wslc-cli-ada"', "4711", '"S-1-5-18"'];

/** What a hook's script reads from its argument. */
async function read(hook: string, method: string, text: unknown, expression: string): Promise<unknown> {
  const engine = await Engine.start({ version: [2, 9, 5] });
  engine.load(
    `export default definePlugin({ ${method}(session, it) { "use strict"; globalThis.seen = ${expression}; } });`,
  );
  engine.run(`dispatch.invoke(${[id(hook), ...session, JSON.stringify(text)].join(", ")})`);
  return engine.run("seen");
}

const container = JSON.stringify({ Id: "9f86", Config: { Env: ["TOKEN=secret"], User: "" }, Labels: { a: "b" } });

test("a container is its JSON, frozen deeply", async () => {
  const started = (expression: string) => read("ContainerStarted", "onContainerStarted", container, expression);
  expect(await started("[it.Id, it.Labels.a, session.sessionId]")).toEqual(["9f86", "b", "wslc:7"]);
  expect(await started("[it, it.Config, it.Config.Env, it.Labels].every(Object.isFrozen)")).toBe(true);
});

test("environments can be read, but are not listed, copied or shown", async () => {
  const expression = "[it.Config.Env[0], Object.keys(it.Config).join(), JSON.stringify({ ...it.Config })]";
  const seen = ["TOKEN=secret", "User", '{"User":""}'];
  expect(await read("ContainerStarted", "onContainerStarted", container, expression)).toEqual(seen);
  expect(await read("ImageCreated", "onImageCreated", container, expression)).toEqual(seen);
});

test("an image without a configuration has none", async () => {
  expect(await read("ImageCreated", "onImageCreated", '{"Config":null}', "it.Config")).toBeNull();
});

test("ids are texts, and empty if WSL passes none", async () => {
  expect(await read("ContainerStopping", "onContainerStopping", "9f86", "it")).toBe("9f86");
  expect(await read("ImageDeleted", "onImageDeleted", null, "it")).toBe("");
});

test.each(["", "{", "null", "7", '"text"'])("inspect JSON that is not an object fails the hook: %j", async (text) => {
  await expect(read("ContainerStarted", "onContainerStarted", text, "it")).rejects.toThrow(
    "WSL's description of the container is not valid JSON",
  );
});
