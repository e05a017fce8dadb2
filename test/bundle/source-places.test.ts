// Places in sources that lie elsewhere than in a build on Linux.

import { expect, test } from "vitest";
import { SourcePlaces } from "../../src/bundle/source-places.ts";

/** A script of one line whose first column comes from a source's third line and fifth column. */
function placesIn(source: string): SourcePlaces {
  const map = { version: 3, sources: [source], sourcesContent: ["\n\n    fail();\n"], names: [], mappings: "AAEI" };
  return SourcePlaces.of("hello.js", Buffer.from("fail();\n"), Buffer.from(JSON.stringify(map)));
}

test("a source on another drive than the script is named by its path, not by its URL", () => {
  expect(placesIn("file:///elsewhere/gr%C3%B6%C3%9Fe%20%231.ts").translate("hello.js:1:1: Error")).toMatch(
    /^(?:\.\.\/)+elsewhere\/größe #1\.ts:3:5: Error$/,
  );
});

test("a source beside the script is named relative to the current folder", () => {
  expect(placesIn("../src/hello.ts").translate("hello.js:1:1: Error")).toMatch(/src\/hello\.ts:3:5: Error$/);
});
