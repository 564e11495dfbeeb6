/**
 * The manifest for scoop: one JSON file in a bucket.
 *
 * @module
 */
import { archiveOf, assetUrl, CHECKSUMS, MODULE_ARCHIVE, REPOSITORY } from "../release/assets.ts";
import type { Executable } from "../executables.ts";
import { type PackageFacts, sumOf } from "./package_facts.ts";

type Architecture = Executable["architecture"];

/** What scoop calls the architectures. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  "64bit": "x64",
  arm64: "arm64",
};

/**
 * Makes the manifest. The module's files come into the program's folder, which scoop makes a module of
 * that name: it finds netwho.exe beside itself.
 */
export function scoopManifest({ version, summary, license, checksums }: PackageFacts): string {
  const filesOf = (
    architecture: Architecture,
  ) => [archiveOf({ os: "windows", architecture }), MODULE_ARCHIVE];
  const manifest = {
    version,
    description: summary,
    homepage: REPOSITORY,
    license,
    architecture: mapValues(ARCHITECTURES, (architecture) => ({
      url: filesOf(architecture).map((name) => assetUrl(name, { version })),
      hash: filesOf(architecture).map((name) => sumOf(checksums, name)),
    })),
    // One for each file: the program's lies flat in its archive.
    "extract_dir": ["", "NetWho"],
    bin: "netwho.exe",
    psmodule: { name: "NetWho" },
    checkver: { github: REPOSITORY },
    autoupdate: {
      architecture: mapValues(ARCHITECTURES, (architecture) => ({
        url: filesOf(architecture).map((name) => assetUrl(name, { version: "$version" })),
      })),
      hash: { url: `$baseurl/${CHECKSUMS}` },
    },
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
