// The components of the DLL and the package: the lists are complete, and in formats that tools read.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { describe, expect, test } from "vitest";
import { dependencies } from "../../package.json" with { type: "json" };
import { partsOfBinaries } from "../../scripts/parts/parts.ts";
import { paths } from "../../src/paths.ts";

const files = [paths.dllSbom, paths.toolSbom, paths.packageSbom];

describe.each(files)("the SBOM %s", (file) => {
  const text = readFileSync(file, "utf8");
  const sbom = JSON.parse(text);
  const { component } = sbom.metadata;

  test("is valid CycloneDX", async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
    expect(await validator.validate(text.replace('"id": "MIT"', '"id": "MITT"'))).not.toBeNull();
  });

  test("lists each component once, with its licence and dependencies", () => {
    const names = [component, ...sbom.components].map((one) => one["bom-ref"]);
    expect(new Set(names).size).toBe(names.length);
    expect(sbom.dependencies.map(({ ref }: { ref: string }) => ref).sort()).toEqual(names.sort());
    const needed = new Set(sbom.dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn));
    expect([...needed, component["bom-ref"]].sort()).toEqual(names);
    const withoutLicence = sbom.components.filter(
      (one: { type: string; licenses?: unknown }) => one.licenses === undefined,
    );
    expect(withoutLicence.map(({ type }: { type: string }) => type)).toEqual(withoutLicence.map(() => "file"));
  });

  test("has the hashes of the binaries beside it", () => {
    const all: { name: string; hashes?: unknown }[] = [component, ...sbom.components];
    const binaries = all.filter(({ name }) => /\.(?:dll|exe)$/.test(name));
    expect(binaries).not.toEqual([]);
    for (const { name, hashes } of binaries) {
      const content = createHash("sha256")
        .update(readFileSync(join(paths.dist, name)))
        .digest("hex");
      expect(hashes).toEqual([{ alg: "SHA-256", content }]);
    }
  });
});

test("the package's SBOM has everything that npm installs with it, also indirectly", () => {
  const { components } = JSON.parse(readFileSync(paths.packageSbom, "utf8"));
  const names = components.map(({ name }: { name: string }) => name);
  for (const name of Object.keys(dependencies)) {
    const { dependencies: further = {} } = JSON.parse(
      readFileSync(join(paths.root, "node_modules", name, "package.json"), "utf8"),
    );
    expect(names).toEqual(expect.arrayContaining([name, ...Object.keys(further)]));
  }
});

test.each(["wsl-script-host.dll", "wsl-script-host.exe"])(
  "each archive and object of the tool chain in %s belongs to one listed part, and every listed part is used",
  (name) => {
    const map = readFileSync(join(paths.native, `${name}.map`), "utf8");
    const [members = ""] = map.split("\nDiscarded input sections");
    const archives = [...members.matchAll(/^(\S+\.a)\(/gm)].map(([, file = ""]) => basename(file));
    const objects = [...map.matchAll(/^LOAD (\S+\.o)$/gm)].map(([, file = ""]) => basename(file));
    // Except for the engine, which is several parts, and the host itself.
    const linked = new Set([
      ...archives.filter((file) => file !== "libhost-parts.a"),
      ...objects.filter((file) => file !== "quickjs.o"),
    ]);
    const ofTools = partsOfBinaries.flatMap(({ name, archives: patterns }) =>
      patterns === undefined ? [] : { name, patterns },
    );
    const owners = [...linked].map((file) => ({
      file,
      parts: ofTools.filter(({ patterns }) => patterns.some((pattern) => pattern.test(file))).map(({ name }) => name),
    }));
    expect(owners.filter(({ parts }) => parts.length !== 1)).toEqual([]);
    expect(new Set(owners.flatMap(({ parts }) => parts))).toEqual(new Set(ofTools.map(({ name }) => name)));
  },
);
