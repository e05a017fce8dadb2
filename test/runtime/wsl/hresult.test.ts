import { describe, expect, test } from "vitest";
import { hresults as rows } from "../../../bindings/wsl/hresults.ts";
import { PluginError, RequiresUpdateError, WSLApiError } from "../../../src/runtime/wsl/errors.ts";
import { createHresultGlobal, formatHresult } from "../../../src/runtime/wsl/hresult.ts";
import { WSLVersion } from "../../../src/runtime/wsl/versions.ts";

const HRESULT = createHresultGlobal() as Record<string, number> & {
  format(code: unknown): string;
  fromWin32(code: unknown): number;
};

describe("HRESULT", () => {
  test("has every code of the description, as an unsigned number", () => {
    expect({ ...HRESULT }).toEqual(Object.fromEntries(rows.map((row) => [row.name, row.value])));
    expect(HRESULT.E_FAIL).toBe(0x80004005);
    expect(Object.isFrozen(HRESULT)).toBe(true);
  });

  test.each([
    [0x80070002, "0x80070002 (ERROR_FILE_NOT_FOUND)"],
    [0x80070002 | 0, "0x80070002 (ERROR_FILE_NOT_FOUND)"],
    [0x8000ffff, "0x8000FFFF (E_UNEXPECTED)"],
    [0x8007ffff, "0x8007FFFF (Win32 error 65535)"],
    [0x8abcdef0, "0x8ABCDEF0"],
    [0, "0x00000000 (S_OK)"],
    [1, "0x00000001"],
    [-1, "0xFFFFFFFF"],
  ])("formats %d as %s", (code, text) => {
    expect(HRESULT.format(code)).toBe(text);
    expect(formatHresult(code)).toBe(text);
  });

  test.each([2 ** 32, -(2 ** 31) - 1, 1.5, NaN])("rejects %d as a code", (code) => {
    expect(() => HRESULT.format(code)).toThrow(
      new TypeError(`HRESULT.format: code must be a 32-bit number, not ${code}`),
    );
  });

  test("converts Win32 errors", () => {
    expect(HRESULT.fromWin32(5)).toBe(HRESULT.E_ACCESSDENIED);
    expect(HRESULT.fromWin32(0)).toBe(0);
    expect(() => HRESULT.fromWin32(0x80070005)).toThrow(
      new TypeError("HRESULT.fromWin32: code must be a whole number from 0 to 65535, not 2147942405"),
    );
  });
});

describe("errors with an HRESULT", () => {
  test("PluginError fails with E_FAIL unless it gets another code", () => {
    const error = new PluginError("no");
    expect([error.name, error.message, error.hresult, error instanceof Error]).toEqual([
      "PluginError",
      "no",
      0x80004005,
      true,
    ]);
  });

  test.each([0x80070005, 0x80070005 | 0])(
    "PluginError accepts the code %d, signed or not, and shows it unsigned",
    (code) => {
      expect(new PluginError("no", code).hresult).toBe(0x80070005);
    },
  );

  test("PluginError keeps its cause", () => {
    const cause = new Error("why");
    expect(new PluginError("no", undefined, { cause }).cause).toBe(cause);
  });

  test.each([
    [0, "0"],
    [5, "5"],
    [0x7fffffff, "2147483647"],
    [2 ** 32 + 0x80004005, "6442467333"],
    [-(2 ** 32), "-4294967296"],
    [-1.5, "-1.5"],
    [NaN, "NaN"],
    ["0x80004005", '"0x80004005"'],
    [null, "null"],
    [0x80004005n, "2147500037n"],
  ])("PluginError rejects the code %s, which is not a failure", (code, shown) => {
    expect(() => new PluginError("no", code as never)).toThrow(
      new TypeError(
        `PluginError: hresult must be a failure such as HRESULT.E_ACCESSDENIED or 0x80070005, not ${shown}`,
      ),
    );
  });

  test("WSLApiError names call and code", () => {
    const error = new WSLApiError('MountFolder("C:\\\\x" -> /x)', 0x80070002 | 0);
    expect(error.message).toBe('MountFolder("C:\\\\x" -> /x) failed: 0x80070002 (ERROR_FILE_NOT_FOUND)');
    expect([error.name, error.call, error.hresult]).toEqual([
      "WSLApiError",
      'MountFolder("C:\\\\x" -> /x)',
      0x80070002,
    ]);
  });

  test("RequiresUpdateError names what needs which version, and the running version", () => {
    const error = new RequiresUpdateError("flavor", new WSLVersion(2, 4, 4), new WSLVersion(2, 1, 2));
    expect(error.message).toBe('flavor needs WSL 2.4.4 or newer, and WSL 2.1.2 runs here; "wsl --update" updates it');
    expect([error.name, error.hresult, `${error.requiredVersion}`]).toEqual([
      "RequiresUpdateError",
      0x8004032a,
      "2.4.4",
    ]);
  });

  test("a derived class can have its own name", () => {
    class Denied extends PluginError {
      constructor() {
        super("no");
        this.name = "Denied";
      }
    }
    expect(`${new Denied()}`).toBe("Denied: no");
  });
});
