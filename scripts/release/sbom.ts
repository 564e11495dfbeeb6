/**
 * Writes the list of what is in the executables, a software bill of materials in CycloneDX 1.6: netwho,
 * Deno, and the packages of npm.
 *
 * @module
 */
import { REPOSITORY } from "./assets.ts";
import type { BundledPackage } from "./packages.ts";

/** What the list is about. */
export interface SbomSubject {
  /** The version of netwho. */
  readonly version: string;
  /** The version of Deno whose runtime is in the executables. */
  readonly denoVersion: string;
  /** The packages in the executables. */
  readonly packages: readonly BundledPackage[];
  /** When the executables were made. */
  readonly time: Date;
}

/** Makes the list. The same subject always gives the same one. */
export async function makeSbom(subject: SbomSubject): Promise<Record<string, unknown>> {
  const { version, denoVersion, packages, time } = subject;
  const netwho = `pkg:github/netwho/netwho@v${version}`;
  const deno = `pkg:github/denoland/deno@v${denoVersion}`;
  const imported = new Set(packages.flatMap(({ dependencies }) => dependencies));
  const direct = packages.filter((found) => !imported.has(keyOf(found)));
  const purls = new Map(packages.map((found) => [keyOf(found), purlOf(found)]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: await serialNumber(subject),
    version: 1,
    metadata: {
      timestamp: time.toISOString(),
      lifecycles: [{ phase: "build" }],
      authors: [{ name: "The netwho authors" }],
      component: {
        type: "application",
        "bom-ref": netwho,
        name: "netwho",
        version,
        purl: netwho,
        licenses: [{ license: { id: "MIT" } }],
        externalReferences: [{ type: "vcs", url: REPOSITORY }],
      },
    },
    components: [
      {
        type: "platform",
        "bom-ref": deno,
        name: "deno",
        version: denoVersion,
        purl: deno,
        description: "The runtime, with V8 and the libraries that are compiled into it",
        licenses: [{ license: { id: "MIT" } }],
      },
      ...packages.map(componentOf),
    ],
    dependencies: [
      { ref: netwho, dependsOn: [deno, ...direct.map(purlOf)] },
      { ref: deno, dependsOn: [] },
      ...packages.map((found) => ({
        ref: purlOf(found),
        dependsOn: found.dependencies.map((key) => purls.get(key)!),
      })),
    ],
  };
}

function componentOf(found: BundledPackage): Record<string, unknown> {
  const purl = purlOf(found);
  const { scope, name } = nameParts(found.name);
  const sha512 = Uint8Array.fromBase64(found.sha512).toHex();
  return {
    type: "library",
    "bom-ref": purl,
    ...scope === null ? {} : { group: scope },
    name,
    version: found.version,
    purl,
    licenses: [{ license: { id: found.license } }],
    hashes: [{ alg: "SHA-512", content: sha512 }],
  };
}

/** The URL of a package, as the purl specification writes it: the sign of a scope is escaped. */
function purlOf({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function nameParts(whole: string): { scope: string | null; name: string } {
  const [, scope = null, name = whole] = whole.match(/^(@[^/]+)\/(.+)$/) ?? [];
  return { scope, name };
}

function keyOf({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}

/** A UUID (version 8 of RFC 9562) made from the subject, so that a list can be made again. */
async function serialNumber({ time, packages, ...rest }: SbomSubject): Promise<string> {
  const text = JSON.stringify([rest, time.toISOString(), packages.map(keyOf)]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const bytes = new Uint8Array(digest).subarray(0, 16);
  bytes[6] = bytes[6]! & 0x0f | 0x80;
  bytes[8] = bytes[8]! & 0x3f | 0x80;
  return `urn:uuid:${bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}
