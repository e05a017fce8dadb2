import { describe, expect, test } from "vitest";
import { inspect } from "../../../src/runtime/console/inspect.ts";
import { structs } from "../../../src/runtime/generated/structs.ts";
import { checkDistribution, checkSession, DistributionID, SessionID } from "../../../src/runtime/wsl/identifiers.ts";
import { createInformation } from "../../../src/runtime/wsl/information.ts";
import { WSLVersion } from "../../../src/runtime/wsl/versions.ts";
import { fakeNatives } from "../../support/runtime-natives.ts";

const guid = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
const { natives } = fakeNatives();
const newest = createInformation({ version: new WSLVersion(2, 4, 4) }, natives);
const oldest = createInformation({ version: new WSLVersion(2, 0, 0) }, natives);

const session = new newest.WSLSessionInformation([42, "S-1-5-18"], 0) as Record<string, unknown>;
const debian = [guid, "Debian", 4026532281n, "TheDebianProject", 301, "debian", "12"];

describe("information objects of hooks", () => {
  test("have a session's fields", () => {
    expect([session.sessionId, session.userSid]).toEqual([42, "S-1-5-18"]);
  });

  test("have a running distribution's fields", () => {
    const distribution = new newest.WSLDistributionInformation(debian, 0) as Record<string, unknown>;
    expect(
      ["id", "name", "pidNamespace", "packageFamilyName", "initPid", "flavor", "version"].map(
        (key) => distribution[key],
      ),
    ).toEqual(debian);
  });

  test("have a stopped distribution's fields", () => {
    const distribution = new newest.WslOfflineDistributionInformation([guid, "Arch", null, null, ""], 0) as Record<
      string,
      unknown
    >;
    expect(["id", "name", "packageFamilyName", "flavor", "version"].map((key) => distribution[key])).toEqual([
      guid,
      "Arch",
      null,
      null,
      null,
    ]);
  });

  test("read fields from the middle of a hook's arguments", () => {
    const distribution = new newest.WSLDistributionInformation([42, "S-1-5-18", ...debian], 2) as Record<
      string,
      unknown
    >;
    expect([distribution.id, distribution.version]).toEqual([guid, "12"]);
  });

  test.each([
    [0, { kernel: false, kernelCommandLine: false, flags: 0 }],
    [1, { kernel: true, kernelCommandLine: false, flags: 1 }],
    [2, { kernel: false, kernelCommandLine: true, flags: 2 }],
    [0x80000003, { kernel: true, kernelCommandLine: true, flags: 0x80000003 }],
  ])("have the user's configuration %d as booleans", (flags, expected) => {
    const settings = new newest.WSLVmCreationSettings([flags], 0) as { customConfiguration: object };
    expect(settings.customConfiguration).toEqual(expected);
    expect(Object.isFrozen(settings.customConfiguration)).toBe(true);
  });

  test("have null for null and empty texts if a text is optional, and empty texts if it is not", () => {
    const one = new newest.WSLDistributionInformation([guid, null, 0n, "", 0, null, ""], 0) as Record<string, unknown>;
    expect([one.name, one.packageFamilyName, one.flavor, one.version]).toEqual(["", null, null, null]);
  });

  test.each(Object.values(structs).map((struct) => [struct.name, struct] as const))(
    "%s cannot be changed",
    (_, struct) => {
      const name = Object.keys(structs).find(
        (key) => structs[key as keyof typeof structs] === struct,
      ) as keyof typeof structs;
      const object = new newest[name](
        struct.fields.map(() => 1),
        0,
      ) as Record<string, unknown>;
      for (const field of struct.fields) {
        expect(() => {
          object[field.property] = "forged";
        }).toThrow(TypeError);
      }
      expect(() => Object.defineProperty(object, "extra", { value: 1 })).toThrow(TypeError);
      expect(Object.isFrozen(object) && Object.isFrozen(Object.getPrototypeOf(object))).toBe(true);
      expect(object.constructor.name).toBe(struct.name);
    },
  );
});

describe("fields that the running version lacks", () => {
  const values = [guid, "Debian", 1n, null, undefined, undefined, undefined];
  const distribution = new oldest.WSLDistributionInformation(values, 0) as Record<string, unknown>;

  test.each([
    ["initPid", "2.0.5"],
    ["flavor", "2.4.4"],
    ["version", "2.4.4"],
  ])("throw when %s is read, and name version %s", (property, version) => {
    expect(() => distribution[property]).toThrow(
      expect.objectContaining({
        name: "RequiresUpdateError",
        message: `WSLDistributionInformation.${property} needs WSL ${version} or newer, and WSL 2.0.0 runs here; "wsl --update" updates it`,
        hresult: 0x8004032a,
      }),
    );
  });

  test("are left out of JSON", () => {
    expect(JSON.parse(JSON.stringify(distribution))).toEqual({
      id: guid,
      name: "Debian",
      pidNamespace: 1,
      packageFamilyName: null,
    });
  });

  test("are named in the console", () => {
    expect(inspect(distribution)).toBe(
      "WSLDistributionInformation {\n" +
        `  id: '${guid}',\n  name: 'Debian',\n  pidNamespace: 1n,\n  packageFamilyName: null,\n` +
        "  initPid: [needs WSL 2.0.5],\n  flavor: [needs WSL 2.4.4],\n  version: [needs WSL 2.4.4]\n}",
    );
  });

  test("are reported by supports() beforehand", () => {
    expect((distribution as { supports(name: string): boolean }).supports("DistributionFlavor")).toBe(false);
    expect((session as { supports(name: string): boolean }).supports("DistributionFlavor")).toBe(true);
    expect(() => (session as { supports(name: string): boolean }).supports("flavor")).toThrow(/no capability "flavor"/);
  });
});

describe("information objects outside of the plugin", () => {
  test("are plain JSON", () => {
    const settings = new newest.WSLVmCreationSettings([1], 0);
    expect(JSON.stringify({ session, settings })).toBe(
      '{"session":{"sessionId":42,"userSid":"S-1-5-18"},"settings":{"customConfiguration":{"kernel":true,"kernelCommandLine":false,"flags":1}}}',
    );
  });

  test("have text in JSON for numbers that JSON cannot hold", () => {
    const huge = new newest.WSLDistributionInformation([guid, "x", 2n ** 64n - 1n, null, 1, null, null], 0);
    expect(JSON.parse(JSON.stringify(huge)).pidNamespace).toBe("18446744073709551615");
  });

  test("are shown in the console with their fields", () => {
    expect(inspect(session)).toBe("WSLSessionInformation { sessionId: 42, userSid: 'S-1-5-18' }");
  });
});

describe("the user of a session", () => {
  const sid = "S-1-5-21-1004336348-1177238915-682003330-1001";

  /** A session of this user, with these answers from Windows. */
  function sessionOf(account: string, userSid: string | null = sid) {
    const { natives, calls } = fakeNatives({ _lookupUser: () => account });
    const { WSLSessionInformation } = createInformation({ version: new WSLVersion(2, 0, 0) }, natives);
    return { session: new WSLSessionInformation([42, userSid], 0) as { readonly user: unknown }, calls };
  }

  test.each([
    ["CORP\\ada", { name: "ada", domain: "CORP" }],
    ["NT AUTHORITY\\SYSTEM", { name: "SYSTEM", domain: "NT AUTHORITY" }],
    ["\\Everyone", { name: "Everyone", domain: "" }],
  ])("%s has a name and a domain", (account, expected) => {
    const { user } = sessionOf(account).session;
    expect(user).toEqual(expected);
    expect(Object.isFrozen(user)).toBe(true);
  });

  test("is null for an account that Windows does not know, and for a session without one", () => {
    expect(sessionOf("").session.user).toBeNull();
    const unknown = sessionOf("CORP\\ada", null);
    expect(unknown.session.user).toBeNull();
    expect(unknown.calls).toEqual([]);
  });

  test.each(["CORP\\ada", ""])("is looked up when it is read, and only once (%j)", (account) => {
    const { session, calls } = sessionOf(account);
    expect([JSON.stringify(session), inspect(session), calls]).toEqual([
      `{"sessionId":42,"userSid":"${sid}"}`,
      `WSLSessionInformation {\n  sessionId: 42,\n  userSid: '${sid}'\n}`,
      [],
    ]);
    expect(session.user).toBe(session.user);
    expect(calls).toEqual([["_lookupUser", sid]]);
  });

  test("cannot be changed", () => {
    const { session } = sessionOf("CORP\\ada");
    expect(() => Object.assign(session, { user: null })).toThrow(TypeError);
  });
});

describe("sessions and distributions as arguments", () => {
  const distribution = new newest.WSLDistributionInformation(debian, 0);
  const offline = new newest.WslOfflineDistributionInformation([guid, "Arch", null, null, null], 0);

  test("accept a session or its id", () => {
    expect([session, 42, 0, 0xffffffff].map((value) => checkSession("Call", value))).toEqual([42, 42, 0, 0xffffffff]);
  });

  test.each([
    [-1, "-1"],
    [1.5, "1.5"],
    [2 ** 32, "4294967296"],
    [NaN, "NaN"],
    ["42", '"42"'],
    [undefined, "undefined"],
    [distribution, "an object"],
    [{ sessionId: 42 }, "an object"],
    [42n, "42n"],
  ])("reject %o as a session", (value, shown) => {
    expect(() => checkSession("Call", value)).toThrow(
      new TypeError(`Call: session must be a session or its sessionId, not ${shown}`),
    );
  });

  test("accept a distribution or its id, in any spelling", () => {
    expect(
      [distribution, offline, guid, guid.toUpperCase(), `{${guid}}`].map((value) => checkDistribution("Call", value)),
    ).toEqual(Array(5).fill(guid));
  });

  test.each([
    ["Debian", '"Debian"'],
    [`{${guid}`, `"{${guid}"`],
    [`${guid}\n`, `"${guid}\n"`],
    [`${guid} `, `"${guid} "`],
    [guid.replace("6", "g"), `"${guid.replace("6", "g")}"`],
    [session, "an object"],
    [{ id: guid }, "an object"],
    [42, "42"],
  ])("reject %o as a distribution", (value, shown) => {
    expect(() => checkDistribution("Call", value)).toThrow(
      new TypeError(`Call: distribution must be a distribution or its id, a GUID, not ${shown}`),
    );
  });
});

describe("SessionID", () => {
  test("parses and formats", () => {
    expect([SessionID.parse("42"), SessionID.parse(42), SessionID.format(4294967295)]).toEqual([42, 42, "4294967295"]);
    expect([0, 1, -1, 1.5, "1", null].map(SessionID.is)).toEqual([true, true, false, false, false, false]);
  });

  test.each(["", "042", "4294967296", "-1", "1.0", " 1", "0x10"])("rejects %j", (text) => {
    expect(() => SessionID.parse(text)).toThrow(
      new TypeError(`SessionID.parse: "${text}" is not a whole number from 0 to 4294967295`),
    );
  });
});

describe("DistributionID", () => {
  test("parses and formats", () => {
    expect(DistributionID.parse(`{${guid.toUpperCase()}}`)).toBe(guid);
    expect([DistributionID.format(guid), DistributionID.format(guid, "braces")]).toEqual([guid, `{${guid}}`]);
    expect([guid, guid.toUpperCase(), `{${guid}}`, "Debian", undefined].map(DistributionID.is)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("shows text that is not a GUID", () => {
    expect(() => DistributionID.parse("Debian")).toThrow(
      new TypeError('DistributionID.parse: "Debian" is not a GUID such as "6fa459ea-ee8a-3ca4-894e-db77e160355e"'),
    );
    expect(() => DistributionID.format(guid, "curly" as never)).toThrow(
      new TypeError('DistributionID.format: style must be "plain" or "braces", not "curly"'),
    );
  });
});
