import { assert, assertEquals } from "@std/assert";
import { Validator } from "@cfworker/json-schema";
import { type BundledPackage, readBundledPackages } from "../../../scripts/release/packages.ts";
import { makeSbom } from "../../../scripts/release/sbom.ts";
import { localPath } from "../../support/folders.ts";

const ROOT = new URL("../../../", import.meta.url);
const SCHEMAS = new URL("../../fixtures/cyclonedx/", import.meta.url);

const schema = (name: string) => JSON.parse(Deno.readTextFileSync(new URL(name, SCHEMAS)));
const validator = new Validator(schema("bom-1.6.schema.json"), "7", false);
validator.addSchema(schema("spdx.schema.json"));
validator.addSchema(schema("jsf-0.82.schema.json"));
const faults = (document: unknown) => validator.validate(document).errors;

const PACKAGES: readonly BundledPackage[] = [
  {
    name: "@scope/inner",
    version: "2.0.0",
    license: "ISC",
    sha512: btoa("\xff".repeat(64)),
    dependencies: [],
    licenseText: "…",
  },
  {
    name: "outer",
    version: "1.0.0",
    license: "MIT",
    sha512: btoa("\0".repeat(64)),
    dependencies: ["@scope/inner@2.0.0"],
    licenseText: "…",
  },
];
const SUBJECT = {
  version: "1.2.3",
  denoVersion: "2.9.6",
  packages: PACKAGES,
  time: new Date("2026-12-01T02:03:04Z"),
};

interface Sbom {
  serialNumber: string;
  metadata: { timestamp: string; component: { version: string } };
  components: Record<string, unknown>[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const sbomOf = async (subject = SUBJECT) => await makeSbom(subject) as unknown as Sbom;

Deno.test("the list follows the schema of CycloneDX, which finds faults", async () => {
  const sbom = await makeSbom(SUBJECT);
  assertEquals(faults(sbom), []);
  assert(faults({ ...sbom, specVersion: 6 }).length > 0);
  assert(faults({ ...sbom, serialNumber: "urn:uuid:1" }).length > 0);
  const component = { type: "library", name: "x", licenses: [{ license: { id: "NONE-SUCH" } }] };
  assert(faults({ ...sbom, components: [component] }).length > 0);
});

Deno.test("the list says what is in the executables, and what needs what", async () => {
  const { metadata, components, dependencies } = await sbomOf();
  assertEquals(metadata.timestamp, "2026-12-01T02:03:04.000Z");
  assertEquals(metadata.component.version, "1.2.3");
  assertEquals(components.map(({ purl }) => purl), [
    "pkg:github/denoland/deno@v2.9.6",
    "pkg:npm/%40scope/inner@2.0.0",
    "pkg:npm/outer@1.0.0",
  ]);
  assertEquals(components[1]!.group, "@scope");
  assertEquals(components[1]!.name, "inner");
  assertEquals(components[1]!.hashes, [{ alg: "SHA-512", content: "ff".repeat(64) }]);
  assertEquals(dependencies, [
    {
      ref: "pkg:github/netwho/netwho@v1.2.3",
      dependsOn: ["pkg:github/denoland/deno@v2.9.6", "pkg:npm/outer@1.0.0"],
    },
    { ref: "pkg:github/denoland/deno@v2.9.6", dependsOn: [] },
    { ref: "pkg:npm/%40scope/inner@2.0.0", dependsOn: [] },
    { ref: "pkg:npm/outer@1.0.0", dependsOn: ["pkg:npm/%40scope/inner@2.0.0"] },
  ]);
});

Deno.test("the same subject gives the same list, another one another number", async () => {
  assertEquals(await makeSbom(SUBJECT), await makeSbom({ ...SUBJECT }));
  const { serialNumber } = await sbomOf();
  for (const change of [{ version: "1.2.4" }, { packages: [] }, { time: new Date(0) }]) {
    assert((await sbomOf({ ...SUBJECT, ...change })).serialNumber !== serialNumber);
  }
});

Deno.test("the list of this version follows the schema, with every hash as long as it is", async () => {
  const packages = await readBundledPackages(localPath(ROOT));
  const sbom = await sbomOf({ ...SUBJECT, packages });
  assertEquals(faults(sbom), []);
  for (const { hashes } of sbom.components.slice(1)) {
    assertEquals((hashes as { content: string }[])[0]!.content.length, 128);
  }
  const known = new Set(sbom.dependencies.map(({ ref }) => ref));
  for (const { dependsOn } of sbom.dependencies) {
    for (const ref of dependsOn) assert(known.has(ref), ref);
  }
});
