/**
 * What package managers accept of a manifest, as JSON Schema (draft 7). These are not the files that they
 * publish: they restate the rules of those for the fields that netwho's manifests have, and allow no other
 * field, which the published ones partly do. Read from
 *
 * - scoop: `schema.json` of ScoopInstaller/Scoop at 918ba4ec4d89,
 * - winget: `schemas/JSON/manifests/v1.10.0/` of microsoft/winget-cli at 0cfc90f4cd91 (installer) and
 *   22d25b11307e (the others).
 *
 * @module
 */
import { type Schema, Validator } from "@cfworker/json-schema";

const URL_TEXT: Schema = {
  type: "string",
  pattern: "^[Hh][Tt][Tt][Pp][Ss]?://.+$",
  maxLength: 2048,
};
const SHA256: Schema = { type: "string", pattern: "^[A-Fa-f0-9]{64}$" };

/** An object with these fields and no other. */
function only(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return {
    type: "object",
    additionalProperties: false,
    properties: { ...properties },
    required: [...required],
  };
}

function text(minLength: number, maxLength: number): Schema {
  return { type: "string", minLength, maxLength };
}

function list(items: Schema, maxItems: number, minItems = 0): Schema {
  return { type: "array", items, minItems, maxItems, uniqueItems: true };
}

// scoop

const STRINGS: Schema = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
};
/** A URL that is used as it is: no variable of an update may stand in it. */
const FIXED_URLS: Schema = {
  type: "array",
  items: { type: "string", format: "uri", not: { pattern: "\\$" } },
  minItems: 1,
  uniqueItems: true,
};
const UPDATED_URLS: Schema = {
  type: "array",
  items: { type: "string", format: "uri" },
  minItems: 1,
  uniqueItems: true,
};

function byArchitecture(schema: Schema): Schema {
  return only({ "32bit": schema, "64bit": schema, arm64: schema });
}

/** A scoop manifest. */
export const SCOOP: Schema = only({
  version: { type: "string", pattern: "^[\\w.\\-+]+$" },
  description: { type: "string" },
  homepage: { type: "string", format: "uri" },
  license: { type: "string" },
  architecture: byArchitecture(
    only({ url: FIXED_URLS, hash: list(SHA256, 99, 1) }, ["url", "hash"]),
  ),
  extract_dir: STRINGS,
  bin: STRINGS,
  psmodule: only({ name: { type: "string" } }),
  checkver: only({ github: { type: "string", format: "uri" } }),
  autoupdate: only({
    architecture: byArchitecture(only({ url: UPDATED_URLS })),
    hash: only({ url: { type: "string", pattern: "\\$(?:url|baseurl)" } }),
  }),
}, ["version", "homepage", "license", "architecture"]);

// winget

const NAME_PART = '[^.\\s\\\\/:*?"<>|\\x01-\\x1f]{1,32}';
const LOCALE: Schema = {
  type: "string",
  pattern: "^(?:[a-zA-Z]{2,3}|[iI]-[a-zA-Z]+|[xX]-[a-zA-Z]{1,8})(?:-[a-zA-Z]{1,8})*$",
  maxLength: 20,
};
const DOCUMENTATIONS = list(only({ DocumentLabel: text(1, 100), DocumentUrl: URL_TEXT }), 256);

/** What every file of a winget manifest has, with the fields of one type. */
function winget(
  type: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
): Schema {
  const head: Record<string, Schema> = {
    PackageIdentifier: {
      type: "string",
      pattern: `^${NAME_PART}(?:\\.${NAME_PART}){1,7}$`,
      maxLength: 128,
    },
    PackageVersion: { type: "string", pattern: '^[^\\\\/:*?"<>|\\x01-\\x1f]+$', maxLength: 128 },
    ManifestType: { const: type },
    ManifestVersion: { const: "1.10.0" },
  };
  return only({ ...head, ...properties }, [...Object.keys(head), ...required]);
}

/** What a locale's file may say; the default one must. */
const LOCALE_FIELDS: Readonly<Record<string, Schema>> = {
  PackageLocale: LOCALE,
  Publisher: text(2, 256),
  PublisherUrl: URL_TEXT,
  PublisherSupportUrl: URL_TEXT,
  PackageName: text(2, 256),
  PackageUrl: URL_TEXT,
  License: text(3, 512),
  LicenseUrl: URL_TEXT,
  ShortDescription: text(3, 256),
  Description: text(3, 10_000),
  Tags: list(text(1, 40), 16),
  ReleaseNotesUrl: URL_TEXT,
  Documentations: DOCUMENTATIONS,
};

/** The files of a winget manifest by their type. */
export const WINGET: Readonly<Record<string, Schema>> = {
  version: winget("version", { DefaultLocale: LOCALE }, ["DefaultLocale"]),
  installer: winget("installer", {
    Platform: list({ enum: ["Windows.Desktop", "Windows.Universal"] }, 2),
    MinimumOSVersion: { type: "string", pattern: "^\\d{1,5}(?:\\.\\d{1,5}){0,3}$" },
    InstallerType: { enum: ["zip", "portable"] },
    NestedInstallerType: { const: "portable" },
    NestedInstallerFiles: list(
      only({ RelativeFilePath: text(1, 512), PortableCommandAlias: text(1, 40) }, [
        "RelativeFilePath",
      ]),
      1024,
    ),
    Commands: list(text(1, 40), 16),
    Installers: list(
      only({
        Architecture: { enum: ["x86", "x64", "arm", "arm64", "neutral"] },
        InstallerUrl: URL_TEXT,
        InstallerSha256: SHA256,
      }, ["Architecture", "InstallerUrl", "InstallerSha256"]),
      1024,
      1,
    ),
  }, ["Installers"]),
  defaultLocale: winget("defaultLocale", { ...LOCALE_FIELDS, Moniker: text(1, 40) }, [
    "PackageLocale",
    "Publisher",
    "PackageName",
    "License",
    "ShortDescription",
  ]),
  locale: winget("locale", LOCALE_FIELDS, ["PackageLocale"]),
};

/** What is wrong with a manifest; empty where a schema accepts it. */
export function schemaErrors(document: unknown, schema: Schema): string[] {
  return new Validator(schema, "7", false).validate(document).errors
    .map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}
