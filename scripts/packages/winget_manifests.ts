/**
 * The manifests for winget: four YAML files, as they stand in its repository of packages.
 *
 * @module
 */
import { stringify } from "yaml";
import { EXECUTABLES } from "../executables.ts";
import { archiveOf, assetUrl, REPOSITORY } from "../release/assets.ts";
import { type PackageFacts, sumOf } from "./package_facts.ts";

/** The version of the manifests' format. */
const FORMAT = "1.10.0";

/** The publisher and the package. */
const IDENTIFIER = "netwho.netwho";

/** Windows 10 version 1709, the first that Deno, and so netwho, is made for. */
const OLDEST_WINDOWS = "10.0.16299.0";

const DESCRIPTION =
  `netwho lists the connections and listening ports of this computer with the program, \
its file and its services, and with the names and owners of the addresses. It judges them, watches them, \
compares them, keeps a history of them, and gives objects to PowerShell.`;

const SUMMARY_KO =
  "이 컴퓨터에 누가, 어떤 프로그램을 통해 연결되어 있는지, 걱정할 만한 일인지 알려 줍니다.";

const DESCRIPTION_KO =
  `netwho는 이 컴퓨터의 연결과 수신 대기 포트를 프로그램, 실행 파일, 서비스, 주소의 이름 및 소유자와 함께 보여 줍니다. \
연결을 평가하고, 지켜보고, 비교하고, 기록으로 남기며, 결과를 PowerShell 개체로 넘겨줍니다.`;

/** Makes the manifests: their texts by their paths in winget's repository of packages. */
export function wingetManifests(facts: PackageFacts): ReadonlyMap<string, string> {
  const { version, summary, license, checksums } = facts;
  const texts = new Map<string, string>();
  const add = (type: string, locale: string | null, fields: Readonly<Record<string, unknown>>) => {
    const kind = type === "version" ? "" : locale === null ? `.${type}` : `.locale.${locale}`;
    const manifest = {
      PackageIdentifier: IDENTIFIER,
      PackageVersion: version,
      ...fields,
      ManifestType: type,
      ManifestVersion: FORMAT,
    };
    const schema = `https://aka.ms/winget-manifest.${type}.${FORMAT}.schema.json`;
    texts.set(
      `manifests/n/netwho/netwho/${version}/${IDENTIFIER}${kind}.yaml`,
      `# yaml-language-server: $schema=${schema}\n\n${stringify(manifest, { lineWidth: 0 })}`,
    );
  };

  add("version", null, { DefaultLocale: "en-US" });
  add("installer", null, {
    Platform: ["Windows.Desktop"],
    MinimumOSVersion: OLDEST_WINDOWS,
    InstallerType: "zip",
    NestedInstallerType: "portable",
    NestedInstallerFiles: [{ RelativeFilePath: "netwho.exe", PortableCommandAlias: "netwho" }],
    Commands: ["netwho"],
    Installers: EXECUTABLES.filter(({ os }) => os === "windows").map((executable) => ({
      Architecture: executable.architecture,
      InstallerUrl: assetUrl(archiveOf(executable), { version }),
      InstallerSha256: sumOf(checksums, archiveOf(executable)).toUpperCase(),
    })),
  });
  add("defaultLocale", "en-US", {
    PackageLocale: "en-US",
    Publisher: "The netwho authors",
    PublisherUrl: REPOSITORY,
    PublisherSupportUrl: `${REPOSITORY}/issues`,
    PackageName: "netwho",
    PackageUrl: REPOSITORY,
    License: license,
    LicenseUrl: `${REPOSITORY}/blob/v${version}/LICENSE`,
    ShortDescription: summary,
    Description: DESCRIPTION,
    Moniker: "netwho",
    Tags: ["cli", "connections", "netstat", "network", "ports", "powershell", "security", "tcp"],
    ReleaseNotesUrl: `${REPOSITORY}/releases/tag/v${version}`,
    Documentations: [{
      DocumentLabel: "Guide",
      DocumentUrl: `${REPOSITORY}/blob/v${version}/docs/guide.md`,
    }],
  });
  add("locale", "ko-KR", {
    PackageLocale: "ko-KR",
    ShortDescription: SUMMARY_KO,
    Description: DESCRIPTION_KO,
    Tags: ["네트워크", "보안", "연결", "포트"],
    Documentations: [{
      DocumentLabel: "안내서",
      DocumentUrl: `${REPOSITORY}/blob/v${version}/docs/guide.ko.md`,
    }],
  });
  return texts;
}
