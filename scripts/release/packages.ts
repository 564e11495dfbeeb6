/**
 * Finds the packages of npm whose code is in the executables: those that the modules of `cli.ts` import,
 * with what these import. Packages for tests and scripts are none of them.
 *
 * @module
 */

/** A package in the executables. */
export interface BundledPackage {
  /** Its name on npm. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Its license, as SPDX has it. */
  readonly license: string;
  /** The SHA-512 of the archive on npm in Base64, as in deno.lock. */
  readonly sha512: string;
  /** The packages that it imports, as `name@version`. */
  readonly dependencies: readonly string[];
  /** Its license in full, with the notices of copyright. */
  readonly licenseText: string;
}

/** What `deno info --json` tells, as far as it counts here. */
export interface ModuleGraph {
  /** The modules, with what they import: npm specifiers for packages. */
  readonly modules: readonly {
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
  /** The packages of the lock file by `name@version`. */
  readonly npmPackages: Readonly<
    Record<string, {
      readonly name: string;
      readonly version: string;
      readonly dependencies: readonly string[];
      /** The registry that it is from. */
      readonly registryUrl: string;
    }>
  >;
}

/** The keys of the packages that modules import, and of what these import, sorted. */
export function reachedPackages({ modules, npmPackages }: ModuleGraph): string[] {
  const reached = new Set<string>();
  const waiting = modules.flatMap(({ dependencies = [] }) =>
    dependencies.flatMap(({ code }) => packageOf(code?.specifier) ?? [])
  );
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    const found = npmPackages[key];
    if (found === undefined) throw new Error(`Cannot list the packages: ${key} is not locked`);
    reached.add(key);
    waiting.push(...found.dependencies);
  }
  return [...reached].sort();
}

/** The package of a specifier, `npm:@scope/name@1.2.3/file.js` or `npm:/name@1.2.3`; null for others. */
function packageOf(specifier: string | undefined): string | null {
  return specifier?.match(/^npm:\/?((?:@[^/]+\/)?[^/@]+@[^/]+)/)?.[1] ?? null;
}

/**
 * Reads the packages in the executables, sorted by name.
 *
 * @throws {Error} if one of them has no license, or no file with it.
 */
export async function readBundledPackages(root: string): Promise<BundledPackage[]> {
  const graph = await info(root, "cli.ts") as ModuleGraph;
  const { npmCache } = await info(root) as { npmCache: string };
  const lock = JSON.parse(await Deno.readTextFile(`${root}/deno.lock`));
  return await Promise.all(
    reachedPackages(graph).map(async (key) => {
      const { name, version, dependencies, registryUrl } = graph.npmPackages[key]!;
      const { host, pathname } = new URL(registryUrl);
      const folder = `${npmCache}/${host}${pathname}${name}/${version}`;
      const { license } = JSON.parse(await Deno.readTextFile(`${folder}/package.json`));
      if (typeof license !== "string") throw new Error(`Cannot use ${key}: it names no license`);
      const sha512 = String(lock.npm[key]?.integrity).replace(/^sha512-/, "");
      const licenseText = await readLicense(folder) ?? await keptLicense(name);
      return { name, version, license, sha512, dependencies, licenseText };
    }),
  );
}

async function info(root: string, ...module: string[]): Promise<unknown> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", ...module],
    cwd: root,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function readLicense(folder: string): Promise<string | null> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /^(?:licen[cs]e|copying)(?:[.-]|$)/i.test(name)) {
      return (await Deno.readTextFile(`${folder}/${name}`)).replaceAll("\r\n", "\n").trim();
    }
  }
  return null;
}

/** Packages whose archive on npm holds no license: the text is taken from their repositories. */
async function keptLicense(name: string): Promise<string> {
  const file = new URL(`licenses/${name.replaceAll("/", "__")}.txt`, import.meta.url);
  try {
    return (await Deno.readTextFile(file)).trim();
  } catch {
    throw new Error(
      `Cannot use ${name}: its archive holds no license, and ${file.pathname} is missing`,
    );
  }
}

/** Writes the licenses of all packages, for the archives of the executables. */
export function licensesText(packages: readonly BundledPackage[]): string {
  const rule = "-".repeat(72);
  return [
    "netwho's executables hold Deno (https://github.com/denoland/deno) with V8 and other libraries,\n" +
    "and these packages:",
    ...packages.map(({ name, version, license, licenseText }) =>
      `${rule}\n${name} ${version} (${license})\n${rule}\n\n${licenseText}`
    ),
  ].join("\n\n") + "\n";
}
