import { describe, expect, it } from "vitest";
import { layoutOfApi, layoutOfHooks, layoutOfStruct } from "../../bindings/emit/layout.ts";
import { description } from "../../bindings/index.ts";
import { compareVersions, parseVersion, sinceOf } from "../../bindings/wsl/versions.ts";

const layouts = [...description.structs.map(layoutOfStruct), layoutOfApi(description), layoutOfHooks(description)];

/** Where the rows of each table have their names. */
const tables = {
  capabilities: description.capabilities,
  structs: description.structs,
  hooks: description.hooks,
  functions: description.apiFunctions,
  natives: description.natives,
  hresults: description.hresults,
  globals: description.globals,
  types: description.types,
};

describe("the description", () => {
  it.each(Object.entries(tables))("has no name twice (%s)", (_, rows) => {
    const names = rows.map((row) => row.name);

    expect(names).toEqual([...new Set(names)]);
  });

  it("is frozen deeply", () => {
    const thawed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) {
        return;
      }
      if (!Object.isFrozen(value)) {
        thawed.push(path);
      }
      for (const [key, member] of Object.entries(value)) {
        visit(member, `${path}.${key}`);
      }
    };
    visit(description, "description");

    expect(thawed).toEqual([]);
  });

  it("lists capabilities from the oldest to the newest", () => {
    const versions = description.capabilities.map((row) => row.since);

    expect(versions).toEqual(versions.toSorted(compareVersions));
    expect(Object.fromEntries(description.capabilities.map((row) => [row.name, row.since]))).toEqual({
      DistributionInitPid: "2.0.5",
      DistributionRegisteredHook: "2.1.2",
      DistributionUnregisteredHook: "2.1.2",
      ExecuteBinaryInDistribution: "2.1.2",
      DistributionFlavor: "2.4.4",
      DistributionVersion: "2.4.4",
      WSLC: "2.9.0",
      WSLCVmHooks: "2.9.5",
    });
  });

  it("describes every struct that a hook receives", () => {
    const known = new Set(description.structs.map((row) => row.name));
    const used = description.hooks.flatMap((hook) =>
      hook.parameters.flatMap((parameter) => ("struct" in parameter ? [parameter.struct] : [])),
    );

    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it("uses only codes that it lists", () => {
    const others = description.hresults.filter((row) => row.value < 0x80000000 || row.value > 0xffffffff);

    expect(others).toEqual([]);
  });

  it("refuses a capability that does not exist", () => {
    expect(() => sinceOf("DistributionColour")).toThrow("DistributionColour");
  });

  it("compares versions by number", () => {
    expect(compareVersions("2.10.0", "2.9.5")).toBeGreaterThan(0);
    expect(compareVersions("2.0.0", "2.0.0")).toBe(0);
    expect(parseVersion("2.4.4")).toEqual([2, 4, 4]);
  });
});

describe("the layout", () => {
  it("matches 64-bit Windows", () => {
    const sizes = Object.fromEntries(layouts.map((layout) => [layout.name, layout.size]));

    expect(sizes).toEqual({
      WSLSessionInformation: 24,
      WSLVmCreationSettings: 4,
      WSLDistributionInformation: 64,
      WslOfflineDistributionInformation: 48,
      WSLCSessionInformation: 40,
      WSLPluginAPIV1: 104,
      WSLPluginHooksV1: 112,
    });
  });

  it("gives every member the offset that WSL gives it", () => {
    const distribution = layouts.find((layout) => layout.name === "WSLDistributionInformation");

    expect(distribution?.members.map(({ name, offset, since }) => [name, offset, since])).toEqual([
      ["Id", 0, "2.0.0"],
      ["Name", 16, "2.0.0"],
      ["PidNamespace", 24, "2.0.0"],
      ["PackageFamilyName", 32, "2.0.0"],
      ["InitPid", 40, "2.0.5"],
      ["Flavor", 48, "2.4.4"],
      ["Version", 56, "2.4.4"],
    ]);
  });

  it("only grows at the end with newer versions", () => {
    for (const { members } of layouts) {
      const versions = members.map((member) => member.since);

      expect(versions).toEqual(versions.toSorted(compareVersions));
    }
  });
});
