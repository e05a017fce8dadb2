import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { description } from "../../bindings/index.ts";
import type { HookRow, HookValueName } from "../../bindings/model/schema.ts";
import { compareVersions, parseVersion, sinceOf } from "../../bindings/wsl/versions.ts";
import { bundleWebGlobals } from "../../scripts/build/bundle.ts";
import { paths } from "../../src/paths.ts";
import { dockerId, inspectContainer, inspectImage } from "../../src/wsl/inspection.ts";
import { Engine } from "../support/engine.ts";
import { exampleMachine } from "../support/example-machine.ts";
import { buildExamples, describedExamples, describedThings } from "../support/examples.ts";

const examples = describedExamples();
const settingsPage = readFileSync(join(paths.root, "docs", "reference", "the-settings-file.md"), "utf8");
const types = readFileSync(join(paths.root, "bindings", "generated", "wsl-script-host.d.ts"), "utf8");

/**
 * The data that hooks receive on two machines, by the name of the field. On one of them each branch of the examples is
 * taken.
 */
const machines = {
  orderly: {
    account: "CORP\\ada",
    fields: {
      SessionId: "7",
      UserSid: '"S-1-5-21-1004336348-1177238915-682003330-512"',
      CustomConfigurationFlags: "0",
      Id: '"6fa459ea-ee8a-3ca4-894e-db77e160355e"',
      Name: '"Corp-Ubuntu"',
      PidNamespace: "4026532281n",
      PackageFamilyName: '"CanonicalGroupLimited.Ubuntu_79rhkp1fndgsc"',
      InitPid: "301",
      Flavor: '"ubuntu"',
      Version: '"24.04"',
      DisplayName: '"wslc-cli-ada"',
      ApplicationPid: "4711",
    },
  },
  disorderly: {
    account: "",
    fields: {
      SessionId: "0",
      UserSid: '"S-1-5-18"',
      CustomConfigurationFlags: "3",
      Id: '"0c0e1c4a-0000-0000-0000-000000000000"',
      Name: '"Arch"',
      PidNamespace: "0n",
      PackageFamilyName: "null",
      InitPid: "0",
      Flavor: "null",
      Version: "null",
      DisplayName: '"wslc-cli-admin-system"',
      ApplicationPid: "4",
    },
  },
} as const;

const versions = ["2.0.0", "2.9.5"] as const;

type Machine = keyof typeof machines;
type Version = (typeof versions)[number];

const machineNames = Object.keys(machines) as Machine[];

/** The result of an example: the name of the error that left it, and how often it logged or called something. */
interface Run {
  readonly error: string | null;
  readonly traces: number;
}

describe("the examples", () => {
  const engines = new Map<string, Engine>();
  let permissions = "";
  let scripts: ReadonlyMap<string, string>;

  beforeAll(async () => {
    await bundleWebGlobals();
    scripts = await buildExamples(examples);
    for (const machine of machineNames) {
      for (const version of versions) {
        const numbers = parseVersion(version);
        const natives = exampleMachine(machines[machine].account, () => permissions);
        engines.set(`${machine} ${version}`, await Engine.start({ version: numbers, natives }));
      }
    }
  });

  it.each(examples)("run on a new WSL ($name)", ({ code }) => {
    const runs = machineNames.map((machine) => run(code, machine, "2.9.5"));
    const errors = runs.flatMap(({ error }) => error ?? []);

    expect(new Set(errors)).toEqual(errorsOf(code));
    expect(errors.length + runs.reduce((sum, { traces }) => sum + traces, 0)).toBeGreaterThan(0);
  });

  it.each(examples)("run on an old WSL, or require a newer one ($name)", ({ code }) => {
    const errors = machineNames.flatMap((machine) => run(code, machine, "2.0.0").error ?? []);

    if (/^ {2}requires: /m.test(code)) {
      expect(errors).toEqual(machineNames.map(() => "RequiresUpdateError"));
    } else {
      // Code that compiles without a requirement works on every version.
      expect(new Set(errors)).toEqual(errorsOf(code));
    }
  });

  it("exist for everything that is described", () => {
    expect(describedThings().filter(({ doc }) => doc.example === undefined)).toEqual([]);
  });

  it("all appear in the types", () => {
    const comments = types.replace(/^ *\* ?/gm, "");

    expect(examples.filter(({ code }) => !comments.includes(`\`\`\`ts\n${code}\n\`\`\``))).toEqual([]);
  });

  it("of settings are accepted by the host", () => {
    const texts = [...settingsPage.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text);

    expect(texts.length).toBe(description.settings.length + 1);
    for (const text of texts) {
      engines.get("orderly 2.9.5")!.run(`dispatch.parseSettings(${JSON.stringify(text)}, "hello.json")`);
    }
  });

  /** Loads an example, and calls each of its hooks that the version has, as C++ does. */
  function run(code: string, machine: Machine, version: Version): Run {
    const engine = engines.get(`${machine} ${version}`)!;
    const before = engine.log.length + engine.calls.length;
    const error = nameOfError(errorsOf(code).add("RequiresUpdateError"), () => {
      engine.run('dispatch.parseSettings("{}", "hello.json")');
      const { hooks, ...declared } = engine.load(scripts.get(code)!) as { hooks: number; permissions: string };
      permissions = declared.permissions;
      engine.run("dispatch.completeSettings()");
      engine.run("dispatch.onLoad()");
      // A hot reload to the same script.
      engine.run("dispatch.onLoad(dispatch.handOver(dispatch.onReloading()))");
      description.hooks.forEach((hook, id) => {
        if ((hooks & (1 << id)) !== 0 && compareVersions(sinceOf(hook.capability), version) <= 0) {
          const settled = engine.settle(`dispatch.invoke(${[id, ...valuesOf(hook, machine, version)].join(", ")})`);
          expect(settled).toBeUndefined();
        }
      });
    });
    engine.run("dispatch.leaveHook()");
    return { error, traces: engine.log.length + engine.calls.length - before };
  }
});

/** The arguments of a hook, as the source of a script. */
function valuesOf(hook: HookRow, machine: Machine, version: Version): string[] {
  const fields: Readonly<Record<string, string>> = machines[machine].fields;
  return hook.parameters.flatMap((parameter) => {
    if ("value" in parameter) return [JSON.stringify(texts[parameter.value])];
    const struct = description.structs.find(({ name }) => name === parameter.struct);
    return (struct?.fields ?? [])
      .filter((field) => field.property !== null)
      .map(({ name, type, capability }) => {
        if (compareVersions(sinceOf(capability), version) > 0) return "undefined";
        return type === "containerSessionId" ? `"wslc:${fields.SessionId}"` : fields[name]!;
      });
  });
}

const texts: Readonly<Record<HookValueName, string>> = {
  narrowText: `sha256:${dockerId("debian")}`,
  containerInspection: inspectContainer(dockerId("web"), { name: "web" }, "2.9.5"),
  imageInspection: inspectImage(`sha256:${dockerId("debian")}`, { name: "debian:latest" }),
};

/** The errors that an example says it throws, not those that it only passes on. */
function errorsOf(code: string): Set<string> {
  return new Set([...code.matchAll(/throw new (\w+)/g)].map(([, name]) => name!));
}

/** The name of an error that may occur, or null if there is none. */
function nameOfError(allowed: ReadonlySet<string>, action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof Error && allowed.has(error.name)) {
      return error.name;
    }
    throw error;
  }
}
