import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../src/paths.ts";
import { authorsProject, compile, temporaryProject } from "../support/compiler.ts";

const runtime = (file: string) => JSON.stringify(join(paths.root, "src", "runtime", file));

/** Each line fails to compile if the runtime's global does not match its declaration. */
const agreement = `
import type { createApi } from ${runtime("wsl/api.ts")};
import type { createConsole } from ${runtime("console/console.ts")};
import type * as errors from ${runtime("wsl/errors.ts")};
import type { createExecuteBinary } from ${runtime("process/execute-binary.ts")};
import type { createMountFolder } from ${runtime("wsl/mount-folder.ts")};
import type * as process from ${runtime("process/process.ts")};
import type { createTextEncoding } from ${runtime("web/text-encoding.ts")};
import type * as versions from ${runtime("wsl/versions.ts")};

type Promised<Declared, Runtime extends Declared> = [Declared, Runtime];
type Encoding = ReturnType<typeof createTextEncoding>;
type Execute = ReturnType<typeof createExecuteBinary>;

export type Checks = [
  Promised<typeof WSLVersion, typeof versions.WSLVersion>,
  Promised<WSLVersionCapability, versions.WSLVersionCapability>,
  Promised<WSLProcess, process.WSLProcess>,
  Promised<typeof PluginError, typeof errors.PluginError>,
  Promised<typeof WSLApiError, typeof errors.WSLApiError>,
  Promised<typeof RequiresUpdateError, typeof errors.RequiresUpdateError>,
  Promised<typeof MountFolder, ReturnType<typeof createMountFolder>>,
  Promised<typeof ExecuteBinary, Execute["ExecuteBinary"]>,
  Promised<typeof ExecuteBinaryInDistribution, Execute["ExecuteBinaryInDistribution"]>,
  Promised<typeof console, ReturnType<typeof createConsole>>,
  Promised<typeof TextEncoder, Encoding["TextEncoder"]>,
  Promised<typeof TextDecoder, Encoding["TextDecoder"]>,
  Promised<(typeof ApiV1)["version"], ReturnType<typeof createApi>["version"]>,
  Promised<(typeof ApiV1)["capabilities"], ReturnType<typeof createApi>["capabilities"]>,
];
`;

test("the runtime's globals match the declarations", () => {
  using project = temporaryProject({ "tsconfig.json": authorsProject(), "agreement.ts": agreement });

  expect(compile(project.path)).toEqual([]);
});

test("the comparison of globals with declarations finds a difference", () => {
  const wrong = agreement.replace('Execute["ExecuteBinary"]', "() => string");
  using project = temporaryProject({ "tsconfig.json": authorsProject(), "agreement.ts": wrong });

  expect(compile(project.path)).toMatchObject([{ file: "agreement.ts", message: expect.stringContaining("TS2344") }]);
});
