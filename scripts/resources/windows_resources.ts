/**
 * Gives a Windows program that `deno compile` has made its icon and its version: what Explorer, Task
 * Manager and `(Get-Item netwho.exe).VersionInfo` show (ADR 57 in docs/adr/).
 *
 * @module
 */
import { NtExecutable, NtExecutableResource } from "pe-library";
import { Data, Resource } from "resedit";

/** English of the United States, and UTF-16: every Windows shows what is written in them. */
const ENGLISH = { lang: 1033, codepage: 1200 } as const;
/** Explorer takes the icon group with the lowest number. */
const ICON_GROUP = 1;
/** `RT_RCDATA` and the name of the resource in which `deno compile` keeps the script (libsui). */
const RAW_DATA = 10;
const SCRIPT = "D3N0L4ND";
/** `VOS_NT_WINDOWS32` and `VFT_APP`. */
const WINDOWS_32 = 0x40004;
const APPLICATION = 1;
/** `VS_FF_PRERELEASE`. */
const PRERELEASE = 2;

/** A signature of the runtime no longer fits the program, and is left out where one is written. */
const ANY_SIGNATURE = { ignoreCert: true } as const;

/** What a program says of itself. */
export interface ProgramNotes {
  /** Its version, as Semantic Versioning has it. */
  readonly version: string;
  /** The copyright notice. */
  readonly copyright: string;
}

/** What the version resource of a program says, by Microsoft's names. */
export type VersionStrings = Readonly<Record<string, string>>;

/** The strings of the version resource. */
export function versionStrings({ version, copyright }: ProgramNotes): VersionStrings {
  return {
    CompanyName: "The netwho authors",
    // Task Manager shows it in the place of the program's name.
    FileDescription: "netwho: connections and the programs behind them",
    FileVersion: version,
    InternalName: "netwho",
    LegalCopyright: copyright,
    OriginalFilename: "netwho.exe",
    ProductName: "netwho",
    ProductVersion: version,
  };
}

/**
 * Returns a program with an icon and a version; what else it holds stays, but for a signature.
 *
 * @param icon The bytes of an .ico file.
 * @throws {Error} if the program is not one that `deno compile` has made.
 */
export function withWindowsResources(
  program: Uint8Array,
  { icon, ...notes }: ProgramNotes & { icon: Uint8Array },
): Uint8Array {
  const executable = NtExecutable.from(program, ANY_SIGNATURE);
  const resources = NtExecutableResource.from(executable);
  const script = scriptOf(resources);
  if (script === undefined) {
    throw new Error("Cannot add resources to the program: it holds no script of deno compile");
  }
  const version = Resource.VersionInfo.create({
    lang: ENGLISH.lang,
    fixedInfo: fixedInfo(notes.version),
    strings: [{ ...ENGLISH, values: { ...versionStrings(notes) } }],
  });
  version.replaceAvailableLanguages([ENGLISH]);
  version.outputToResourceEntries(resources.entries);
  const { icons } = Data.IconFile.from(icon);
  Resource.IconGroupEntry.replaceIconsForResource(
    resources.entries,
    ICON_GROUP,
    ENGLISH.lang,
    icons.map(({ data }) => data),
  );
  resources.outputResource(executable);
  return new Uint8Array(executable.generate());
}

/** The numbers of a version, four of 16 bits in Windows. */
function fixedInfo(version: string): Partial<Resource.VersionFixedInfo> {
  const [numbers = "", ...rest] = version.split(/[-+]/);
  const [major = 0, minor = 0, patch = 0] = numbers.split(".").map(Number);
  const [high, low] = [major * 0x10000 + minor, patch * 0x10000];
  return {
    fileVersionMS: high,
    fileVersionLS: low,
    productVersionMS: high,
    productVersionLS: low,
    fileFlagsMask: PRERELEASE,
    fileFlags: rest.length > 0 ? PRERELEASE : 0,
    fileOS: WINDOWS_32,
    fileType: APPLICATION,
  };
}

/** What the resources of a program hold. */
export interface FoundResources {
  /** The strings of the version; none without one. */
  readonly strings: VersionStrings;
  /** The numbers of the file's version, with dots between; null without a version. */
  readonly fileVersion: string | null;
  /** The widths of the icon's images, as they are in it. */
  readonly iconSizes: readonly number[];
  /** Whether the script of `deno compile` is there. */
  readonly hasScript: boolean;
}

/**
 * Reads the resources of a program.
 *
 * @throws {Error} if it is no Windows program.
 */
export function readWindowsResources(program: Uint8Array): FoundResources {
  const resources = NtExecutableResource.from(NtExecutable.from(program, ANY_SIGNATURE), true);
  const [version] = Resource.VersionInfo.fromEntries(resources.entries);
  const [group] = Resource.IconGroupEntry.fromEntries(resources.entries);
  return {
    strings: version?.getStringValues(ENGLISH) ?? {},
    fileVersion: version === undefined ? null : numbersOf(version.fixedInfo),
    // A width of 256 is written as 0.
    iconSizes: group?.icons.map(({ width }) => width || 256) ?? [],
    hasScript: scriptOf(resources) !== undefined,
  };
}

function numbersOf({ fileVersionMS: high, fileVersionLS: low }: Resource.VersionFixedInfo): string {
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join(".");
}

function scriptOf(resources: NtExecutableResource): unknown {
  return resources.entries.find(({ type, id }) => type === RAW_DATA && id === SCRIPT);
}
