import { expect, test } from "vitest";
import { cli, useCli } from "../support/cli.ts";

useCli();

test.each([
  ["install"],
  ["uninstall", "hello"],
  ["rollback", "hello"],
  ["status"],
  ["doctor", "--json"],
  ["self-test"],
])("%s says where to run it on a machine without Windows", async (...args) => {
  const { code, stdout, stderr } = await cli(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`"${args[0]}" is for Windows`);
  expect(stderr).toContain(`run there: wsl-script-host.exe ${args[0]}`);
});
