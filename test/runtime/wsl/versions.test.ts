import { describe, expect, test } from "vitest";
import { capabilities } from "../../../src/runtime/generated/capabilities.ts";
import { parseRequires } from "../../../src/runtime/plugin/requirements.ts";
import { capabilityNames, WSLVersion, WSLVersionCapability } from "../../../src/runtime/wsl/versions.ts";

const everyCapability =
  "DistributionInitPid, DistributionRegisteredHook, DistributionUnregisteredHook, ExecuteBinaryInDistribution, " +
  "DistributionFlavor, DistributionVersion, WSLC and WSLCVmHooks";

describe("WSLVersion", () => {
  test.each([
    ["2.4.4", "2.4.4"],
    ["2.1", "2.1.0"],
    ["2", "2.0.0"],
    ["02.04.004", "2.4.4"],
    ["0.0.0", "0.0.0"],
    ["999999999.0.1", "999999999.0.1"],
  ])("reads %s as %s", (text, version) => {
    expect(WSLVersion.parse(text).toString()).toBe(version);
  });

  test.each(["", "2.", ".2", "2.4.4.0", "v2.4.4", "2.4.4 ", "2.x", "-1.0.0", "1e3", "12345678901.0.0"])(
    "rejects %j",
    (text) => {
      expect(() => WSLVersion.parse(text)).toThrow(
        new TypeError(`WSLVersion.parse: "${text}" is not a version such as "2.4.4" or "2.1"`),
      );
    },
  );

  test("rejects values that are not text", () => {
    expect(() => WSLVersion.parse(2.1 as never)).toThrow(
      new TypeError('WSLVersion.parse: 2.1 is not a version such as "2.4.4" or "2.1"'),
    );
  });

  test.each([
    [[-1, 0, 0], "major must be a whole number from 0 to 4294967295, not -1"],
    [[0, 1.5, 0], "minor must be a whole number from 0 to 4294967295, not 1.5"],
    [[0, 0, 2 ** 32], "revision must be a whole number from 0 to 4294967295, not 4294967296"],
    [[0, 0], "revision must be a whole number from 0 to 4294967295, not undefined"],
    [["2", 0, 0], 'major must be a whole number from 0 to 4294967295, not "2"'],
  ])("reports what is wrong in new WSLVersion(%j)", (parts, message) => {
    expect(() => new WSLVersion(...(parts as [number, number, number]))).toThrow(
      new TypeError(`WSLVersion: ${message}`),
    );
  });

  test("orders by major, minor and revision, as numbers", () => {
    const texts = ["2.10.0", "10.0.0", "2.4.4", "2.4.10", "2.4.4", "1.99.99"];
    expect(texts.map(WSLVersion.parse).sort(WSLVersion.compare).join(" ")).toBe(
      "1.99.99 2.4.4 2.4.4 2.4.10 2.10.0 10.0.0",
    );
    expect(WSLVersion.parse("2.4.4").compare(WSLVersion.parse("2.4.5"))).toBe(-1);
    expect(WSLVersion.parse("2.4.4").equals(new WSLVersion(2, 4, 4))).toBe(true);
    expect(WSLVersion.parse("2.4.4").equals("2.4.4" as never)).toBe(false);
  });

  test("compares only with versions", () => {
    expect(() => new WSLVersion(2, 0, 0).compare("2.0.0" as never)).toThrow(
      new TypeError('WSLVersion.compare needs a WSLVersion, not "2.0.0"'),
    );
    expect(() => WSLVersion.compare(undefined as never, new WSLVersion(2, 0, 0))).toThrow(
      new TypeError("WSLVersion.compare needs a WSLVersion, not undefined"),
    );
  });

  test("is text in templates and in JSON, and cannot be changed", () => {
    const version = new WSLVersion(2, 4, 4);
    expect(`${version} ${JSON.stringify({ version })}`).toBe('2.4.4 {"version":"2.4.4"}');
    expect(Object.isFrozen(version) && Object.isFrozen(WSLVersion.prototype) && Object.isFrozen(WSLVersion)).toBe(true);
  });

  test.each(capabilityNames)("supports %s from its version on, and not before", (name) => {
    const [major, minor, revision] = capabilities[name];
    expect(new WSLVersion(major, minor, revision).supports(name)).toBe(true);
    expect(new WSLVersion(major, minor, revision).capabilities()).toContain(name);
    const older = revision > 0 ? new WSLVersion(major, minor, revision - 1) : new WSLVersion(major, minor - 1, 9999);
    expect(older.supports(WSLVersionCapability[name as never])).toBe(false);
    expect(older.capabilities()).not.toContain(name);
  });

  test("rejects a capability that does not exist", () => {
    const version = new WSLVersion(2, 4, 4);
    expect(() => version.supports("DistributionFlavour" as never)).toThrow(
      new TypeError(
        'WSLVersion.supports: there is no capability "DistributionFlavour"; did you mean "DistributionFlavor"?',
      ),
    );
    expect(() => version.supports("toString" as never)).toThrow(
      new TypeError(`WSLVersion.supports: there is no capability "toString"; capabilities: ${everyCapability}`),
    );
    expect(() => version.supports({} as never)).toThrow(
      new TypeError(`WSLVersion.supports: there is no capability an object; capabilities: ${everyCapability}`),
    );
  });
});

describe("WSLVersionCapability", () => {
  test("has its name and the version that it came with", () => {
    const capability = new WSLVersionCapability("DistributionFlavor");
    expect(capability.requiredVersion.toString()).toBe("2.4.4");
    expect(`${capability} ${JSON.stringify([capability])}`).toBe('DistributionFlavor ["DistributionFlavor"]');
    expect(capability.name).toBe("DistributionFlavor");
  });

  test("has every capability as a static member", () => {
    expect(Object.keys(WSLVersionCapability)).toEqual(Object.keys(capabilities));
  });
});

describe("requires", () => {
  const capability = new WSLVersionCapability("DistributionInitPid");

  test.each([
    ["nothing", undefined, "0.0.0", ""],
    ["an empty list", [], "0.0.0", ""],
    ["a version", "2.1", "2.1.0", ""],
    ["a version object", new WSLVersion(2, 3, 4), "2.3.4", ""],
    ["a capability by name", "ExecuteBinaryInDistribution", "2.1.2", "ExecuteBinaryInDistribution"],
    ["a capability", capability, "2.0.5", "DistributionInitPid"],
    ["the newest of several", ["2.0.1", capability, "DistributionFlavor"], "2.4.4", "DistributionFlavor"],
    [
      "two that came together",
      ["DistributionFlavor", "DistributionVersion"],
      "2.4.4",
      "DistributionFlavor and DistributionVersion",
    ],
    [
      "a version and a capability that it includes",
      ["2.1.2", "ExecuteBinaryInDistribution"],
      "2.1.2",
      "ExecuteBinaryInDistribution",
    ],
    [
      "three that came together",
      ["DistributionRegisteredHook", "DistributionUnregisteredHook", "ExecuteBinaryInDistribution"],
      "2.1.2",
      "DistributionRegisteredHook, DistributionUnregisteredHook and ExecuteBinaryInDistribution",
    ],
  ])("%s", (_, requires, version, reason) => {
    const requirement = parseRequires(requires);
    expect([requirement.version.toString(), requirement.reason]).toEqual([version, reason]);
  });

  test.each([
    ["2.1.2.0", 'requires must be a version such as "2.1.2", not "2.1.2.0"'],
    [["2.1", "2.x"], 'requires[1] must be a version such as "2.1.2", not "2.x"'],
    [
      "DistributionFlavr",
      'requires must be a version such as "2.1.2" or a capability, not "DistributionFlavr"; did you mean "DistributionFlavor"?',
    ],
    [2.1, `requires must be a version such as "2.1.2" or a capability, not 2.1; capabilities: ${everyCapability}`],
    [
      [null],
      `requires[0] must be a version such as "2.1.2" or a capability, not null; capabilities: ${everyCapability}`,
    ],
  ])("%j is reported as a mistake", (requires, message) => {
    expect(() => parseRequires(requires)).toThrow(new TypeError(`definePlugin: ${message}`));
  });
});
