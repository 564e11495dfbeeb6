import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parse } from "yaml";
import config from "../../../deno.json" with { type: "json" };
import { packageFacts, SUMMARY } from "../../../scripts/packages/package_facts.ts";
import { archiveOf, MODULE_ARCHIVE } from "../../../scripts/release/assets.ts";
import { scoopManifest } from "../../../scripts/packages/scoop_manifest.ts";
import { wingetManifests } from "../../../scripts/packages/winget_manifests.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { schemaErrors, SCOOP, WINGET } from "../../support/manifest_schemas.ts";
import { ROOT } from "../../support/program.ts";

/** The second looks like a number in scientific notation to YAML, the third like a decimal one. */
const SUMS = { x64: "ab".repeat(32), arm64: `1e${"2".repeat(62)}`, module: "7".repeat(64) };
const LIST = [
  `${SUMS.arm64}  netwho-windows-arm64.zip`,
  `${SUMS.x64}  netwho-windows-x64.zip`,
  `${SUMS.module}  netwho-powershell-module.zip`,
].join("\n") + "\n";
const FACTS = packageFacts(LIST);
const RELEASE = `https://github.com/netwho/netwho/releases/download/v${config.version}`;

type Json = Record<string, unknown>;

const scoop = () => JSON.parse(scoopManifest(FACTS)) as Json;
const winget = () =>
  Array.from(wingetManifests(FACTS), ([path, text]) => ({
    name: path.split("/").at(-1)!,
    text,
    manifest: parse(text) as Json,
  }));

Deno.test("scoop accepts its manifest", () => {
  assertEquals(schemaErrors(scoop(), SCOOP), []);
});

Deno.test("scoop gets each file with its own checksum, and updates by the release's list", () => {
  const { version, architecture, autoupdate, ...rest } = scoop();
  assertEquals(version, config.version);
  const module = `${RELEASE}/netwho-powershell-module.zip`;
  assertEquals(architecture, {
    "64bit": {
      url: [`${RELEASE}/netwho-windows-x64.zip`, module],
      hash: [SUMS.x64, SUMS.module],
    },
    arm64: {
      url: [`${RELEASE}/netwho-windows-arm64.zip`, module],
      hash: [SUMS.arm64, SUMS.module],
    },
  });
  assertEquals(rest["extract_dir"], ["", "NetWho"]);
  const updated = JSON.stringify(autoupdate).replaceAll("$version", config.version);
  for (const name of ["netwho-windows-x64.zip", "netwho-windows-arm64.zip"]) {
    assertStringIncludes(updated, `"${RELEASE}/${name}"`);
  }
});

Deno.test("what scoop would refuse is refused", () => {
  const spoilt: ((manifest: Json) => void)[] = [
    (manifest) => delete manifest.license,
    (manifest) => manifest.version = "0.1 beta",
    (manifest) => manifest.licence = "MIT",
    (manifest) => manifest.homepage = "netwho",
    (manifest) => manifest.psmodule = "NetWho",
    (manifest) => manifest.architecture = { x64: (manifest.architecture as Json)["64bit"] },
    (manifest) => ((manifest.architecture as Json).arm64 as Json).hash = ["12"],
    (manifest) => ((manifest.architecture as Json).arm64 as Json).url = ["https://x/$version.zip"],
    (manifest) => delete manifest.architecture,
  ];
  for (const [at, spoil] of spoilt.entries()) {
    const manifest = scoop();
    spoil(manifest);
    assert(schemaErrors(manifest, SCOOP).length > 0, `case ${at}`);
  }
});

Deno.test("winget accepts each of its files, under the name that it wants", () => {
  const files = winget();
  assertEquals(files.map(({ name, manifest }) => [name, manifest.ManifestType]), [
    ["netwho.netwho.yaml", "version"],
    ["netwho.netwho.installer.yaml", "installer"],
    ["netwho.netwho.locale.en-US.yaml", "defaultLocale"],
    ["netwho.netwho.locale.ko-KR.yaml", "locale"],
  ]);
  for (const { name, manifest, text } of files) {
    const type = manifest.ManifestType as string;
    assertEquals(schemaErrors(manifest, WINGET[type]!), [], name);
    assertEquals(manifest.PackageVersion, config.version);
    assertStringIncludes(text, `https://aka.ms/winget-manifest.${type}.1.10.0.schema.json\n`);
  }
  const version = files[0]!.manifest;
  assertEquals(version.DefaultLocale, files[2]!.manifest.PackageLocale);
});

Deno.test("winget installs one program from a zip file, each architecture by its own checksum", () => {
  const { manifest } = winget()[1]!;
  assertEquals(manifest.NestedInstallerFiles, [
    { RelativeFilePath: "netwho.exe", PortableCommandAlias: "netwho" },
  ]);
  assertEquals(manifest.Commands, ["netwho"]);
  assertEquals(manifest.Installers, [
    {
      Architecture: "x64",
      InstallerUrl: `${RELEASE}/netwho-windows-x64.zip`,
      InstallerSha256: SUMS.x64.toUpperCase(),
    },
    {
      Architecture: "arm64",
      InstallerUrl: `${RELEASE}/netwho-windows-arm64.zip`,
      InstallerSha256: SUMS.arm64.toUpperCase(),
    },
  ]);
});

Deno.test("what winget would refuse is refused", () => {
  const [version, installer, english] = winget().map(({ manifest }) => manifest);
  const cases: [Json, string][] = [
    [{ ...version, PackageIdentifier: "netwho" }, "version"],
    [{ ...version, DefaultLocale: "english (US)" }, "version"],
    [{ ...version, ManifestType: "installer" }, "version"],
    [{ ...version, PackageVersion: "1/2" }, "version"],
    [{ ...installer, Installers: [] }, "installer"],
    [{ ...installer, Installers: [{ Architecture: "x64" }] }, "installer"],
    [{ ...installer, InstallerType: "zipped" }, "installer"],
    [{ ...installer, MinimumOSVersion: "Windows 10" }, "installer"],
    [{ ...installer, Commands: ["netwho", "netwho"] }, "installer"],
    [{ ...installer, NestedInstallerFiles: [{}] }, "installer"],
    [{ ...english, ShortDescription: "x".repeat(257) }, "defaultLocale"],
    [{ ...english, License: undefined }, "defaultLocale"],
    [{ ...english, Tags: Array.from({ length: 17 }, (_, at) => `${at}`) }, "defaultLocale"],
    [{ ...english, PackageUrl: "github.com" }, "defaultLocale"],
  ];
  for (const [manifest, type] of cases) {
    const plain = JSON.parse(JSON.stringify(manifest)) as unknown;
    assert(schemaErrors(plain, WINGET[type]!).length > 0, JSON.stringify(manifest));
  }
});

Deno.test("a release without one of the files gets no manifest", () => {
  const lines = LIST.trimEnd().split("\n");
  for (const missing of lines) {
    const facts = packageFacts(`${lines.filter((line) => line !== missing).join("\n")}\n`);
    assertThrows(() => scoopManifest(facts), Error, "there is no checksum of netwho-");
  }
  assertThrows(() => packageFacts("<html>"), Error, "Cannot read the checksums");
});

Deno.test("make_packages writes all files, and fails whole", async () => {
  using folder = temporaryFolder();
  const make = async (list: string) => {
    await Deno.writeTextFile(`${folder.path}/SHA256SUMS`, list);
    const script = new URL("scripts/packages/make_packages.ts", ROOT).href;
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", script, `${folder.path}/SHA256SUMS`, `${folder.path}/out`],
    }).output();
    return [code, new TextDecoder().decode(stdout).split("\n").length - 1];
  };
  assertEquals(await make(LIST.replace("arm64", "arm32")), [1, 0]);
  assertEquals(await make(LIST), [0, 5]);
  const [path, text] = [...wingetManifests(FACTS)].at(-1)!;
  assertEquals(await Deno.readTextFile(`${folder.path}/out/winget/${path}`), text);
  assertEquals(
    await Deno.readTextFile(`${folder.path}/out/scoop/netwho.json`),
    scoopManifest(FACTS),
  );
});

Deno.test("the install scripts know the files by the same names", async () => {
  const [sh, ps1] = await Promise.all(
    ["install.sh", "install.ps1"].map((name) => Deno.readTextFile(new URL(name, ROOT))),
  );
  assertStringIncludes(sh!, "https://github.com/netwho/netwho/releases\n");
  assertStringIncludes(sh!, "asset=netwho-linux-$(architecture).tar.gz");
  assertStringIncludes(
    ps1!,
    `"${archiveOf({ os: "windows", architecture: "x64" }).replace("x64", "$(Get-Architecture)")}"`,
  );
  assertStringIncludes(ps1!, `'${MODULE_ARCHIVE}'`);
});

Deno.test("the sentence is short enough for every list", () => {
  assert(SUMMARY.length <= 100);
});
