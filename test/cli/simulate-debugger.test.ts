// `simulate --inspect-brk`: a debugger stops in the plugin's TypeScript.

import { expect, test } from "vitest";
import { cli, startCli, useCli, write } from "../support/cli.ts";
import { attachTo, type Paused } from "../support/debugger-client.ts";

useCli();

const source = `interface Greeting {
  readonly text: string;
}

function greet(name: string): Greeting {
  const text = \`hello \${name}\`;
  return { text };
}

export default definePlugin({
  limits: { scriptTime: 100, hookTime: 100 },
  onDistributionStarted(_session, { name }) {
    const { text } = greet(name);
    console.log(text);
  },
});
`;

test("a debugger stops at a line of the TypeScript, reads a variable and steps, while limits rest", async () => {
  write("src/hello.ts", source);
  const program = startCli("simulate", "src/hello.ts", "--inspect-brk", "0");
  const { client: attached, url, script, atStart } = await attachTo(program, "src/hello.ts");
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
  {
    using client = attached;
    expect(atStart.hitBreakpoints).toEqual([]);
    const breakpoint = await client.breakAt(script, "src/hello.ts", 7);
    await client.send("Debugger.resume");
    const stopped = await client.event<Paused>("Debugger.paused");
    expect(stopped.hitBreakpoints).toEqual([breakpoint]);
    expect(stopped.callFrames.slice(0, 2).map(({ functionName }) => functionName)).toEqual([
      "greet",
      "onDistributionStarted",
    ]);
    expect(await client.valueOf(stopped, "text")).toBe("hello Debian");
    expect(await client.valueOf(stopped, "new Promise(() => {}) instanceof Promise")).toBe(true);
    // Longer than the limits of the script.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.send("Debugger.stepOut");
    const stepped = await client.event<Paused>("Debugger.paused");
    expect(stepped.callFrames[0]?.functionName).toBe("onDistributionStarted");
    await client.send("Debugger.resume");
    await program.shows("hello logs info console: hello Debian");
  }
  expect(await program.ended).toBe(0);
  expect(program.output).not.toContain("took longer");
});

test("--inspect-brk says what it needs", async () => {
  write("src/hello.ts", source);
  expect(await cli("simulate", "src/hello.ts", "--engine", "quickjs", "--inspect-brk")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--inspect-brk needs --engine node"),
  });
  expect(await cli("simulate", "src/hello.ts", "--inspect-brk", "70000")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("It must be a port"),
  });
});
