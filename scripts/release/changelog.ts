/**
 * Takes the notes of a release from CHANGELOG.md, and tells whether a version is ready to be released.
 *
 * @module
 */

/** A section of the changelog that is a version's. */
export interface VersionSection {
  /** The day of the release, as it is written: `2026-12-01`. */
  readonly date: string;
  /** The text below the heading. */
  readonly notes: string;
}

/** Finds the section of a version: `## 0.1.0 - 2026-12-01`, with or without brackets; null without one. */
export function sectionOf(changelog: string, version: string): VersionSection | null {
  for (const section of changelog.replaceAll("\r\n", "\n").split(/^(?=## )/m)) {
    const [, name, date] = section.match(/^## \[?([^\s\]]+)\]? - (\d{4}-\d\d-\d\d) *$/m) ?? [];
    if (name !== version || date === undefined || !section.startsWith("## ")) continue;
    return { date, notes: section.slice(section.indexOf("\n") + 1).trim() };
  }
  return null;
}

/** What must agree for a release. */
export interface ReleaseVersions {
  /** The tag; null for a trial. */
  readonly tag: string | null;
  /** The version in deno.json. */
  readonly config: string;
  /** The version in lib/version.ts. */
  readonly program: string;
  /** The version in the manifest of the PowerShell module. */
  readonly module: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
}

/** Semantic Versioning, without build metadata: a tag would hold a plus sign. */
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Why a version cannot be released; empty if it can. A trial needs no tag and no section. */
export function releaseProblems(
  { tag, config, program, module, changelog }: ReleaseVersions,
): string[] {
  const problems: string[] = [];
  if (!VERSION.test(config)) problems.push(`deno.json: ${config} is no version`);
  if (program !== config) {
    problems.push(`lib/version.ts: the version is ${program}, in deno.json it is ${config}`);
  }
  // A module's version is three numbers; what comes before a release has a name of its own there.
  const [numbers] = config.split("-");
  if (module !== numbers) {
    problems.push(`scripts/NetWho/NetWho.psd1: ModuleVersion is ${module}, not ${numbers}`);
  }
  if (tag === null) return problems;
  if (tag !== `v${config}`) problems.push(`The tag is ${tag}, deno.json wants v${config}`);
  const section = sectionOf(changelog, config);
  if (section === null) {
    problems.push(`CHANGELOG.md: there is no heading "## ${config} - YYYY-MM-DD"`);
  } else if (section.notes === "") {
    problems.push(`CHANGELOG.md: the section of ${config} is empty`);
  }
  return problems;
}

/** The version in the manifest of a PowerShell module. */
export function moduleVersion(manifest: string): string {
  return manifest.match(/^\s*ModuleVersion\s*=\s*'([^']+)'/m)?.[1] ?? "missing";
}
