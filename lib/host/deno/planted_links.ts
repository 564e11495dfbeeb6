/**
 * Links that somebody with fewer rights can have put in the way of an elevated run, so that it writes
 * where they may not (ADR 48). Other runs follow links as the system does.
 *
 * @module
 */
import { fileNameOf, folderOf, isAbsolutePath, pathsTo, siblingOf } from "../file_paths.ts";
import { refusalOf } from "../refusals.ts";
import { linkOwner } from "../windows/link_owner.ts";
import { followLinks, MOST_LINKS } from "./descriptors.ts";
import { isElevated } from "./elevation.ts";

/** A link on the way to a file. */
export interface LinkOnWay {
  readonly path: string;
  /** Whether it is the file's own name, and not that of a folder above. */
  readonly isLast: boolean;
}

/** How to look at links. */
export interface LinkReader {
  /** What a link leads to; null for what is no link. */
  readonly readLink: (path: string) => string | null;
  readonly isTrusted: (link: LinkOnWay) => boolean;
  /** @default the system that netwho runs on */
  readonly isWindows?: boolean;
}

/** The first link on the way to a path that is not trusted, also behind trusted ones; null without. */
export function untrustedLink(
  path: string,
  { readLink, isTrusted, isWindows }: LinkReader,
): LinkOnWay | null {
  const options = isWindows === undefined ? {} : { isWindows };
  let way = path;
  for (let count = 0; count <= MOST_LINKS; count++) {
    const next = firstLink(way, { readLink, options });
    if (next === null) return null;
    if (!isTrusted(next.link)) return next.link;
    const { link, target } = next;
    const full = isAbsolutePath(target, options) ? target : siblingOf(link.path, target, options);
    way = full + way.slice(link.path.length);
  }
  return null; // a circle, which the system refuses
}

function firstLink(
  way: string,
  { readLink, options }: Pick<LinkReader, "readLink"> & { options: { isWindows?: boolean } },
): { readonly link: LinkOnWay; readonly target: string } | null {
  const paths = pathsTo(way, options);
  for (const [at, path] of paths.entries()) {
    const target = readLink(path);
    if (target === null) continue;
    return { link: { path, isLast: at === paths.length - 1 }, target };
  }
  return null;
}

/** @throws {HostError} if this run is elevated, and a link that is not to be trusted is on the way. */
export function refusePlantedLink(path: string, what: string): void {
  if (!isElevated()) return;
  const isTrusted = Deno.build.os === "windows" ? isTrustedOnWindows : isTrustedOnLinux;
  const link = untrustedLink(path, { readLink: (at) => readAnyLink(at, what), isTrusted });
  if (link === null) return;
  throw refusalOf(what, `${link.path} is a link, which an elevated run does not follow here`, {
    hint: `If it leads to the right place, name that place: ${targetOf(path)}`,
  });
}

function readAnyLink(path: string, what: string): string | null {
  try {
    if (!Deno.lstatSync(path).isSymlink) return null;
  } catch {
    return null; // nothing is there: whoever opens it is told
  }
  try {
    return Deno.readLinkSync(path);
  } catch {
    // Deno reads no link whose target is not UTF-8, yet the system follows it.
    throw refusalOf(
      what,
      `${path} is a link that cannot be read, which an elevated run does not follow`,
    );
  }
}

function targetOf(path: string): string {
  const { path: target } = followLinks(path);
  const name = fileNameOf(target);
  const separator = Deno.build.os === "windows" ? "\\" : "/";
  try {
    return `${Deno.realPathSync(folderOf(target)).replace(/[\\/]$/, "")}${separator}${name}`;
  } catch {
    return target;
  }
}

/**
 * As the kernel's `protected_symlinks`: where everybody may put a link, only the links of root and of
 * the folder's owner are followed.
 */
function isTrustedOnLinux({ path }: LinkOnWay): boolean {
  const folder = Deno.statSync(folderOf(path));
  const { uid } = Deno.lstatSync(path);
  return ((folder.mode ?? 0) & 0o002) === 0 || uid === 0 || uid === folder.uid;
}

/** Folders are moved by junctions: those of administrators and of the user are followed. */
function isTrustedOnWindows({ path, isLast }: LinkOnWay): boolean {
  return !isLast && linkOwner(path) === "trusted";
}

/**
 * Opens a file to write to, and makes it if it is missing. What an elevated run gets is the file at
 * the path itself, also where somebody exchanges it meanwhile.
 */
export function openOrMake(
  path: string,
  options: Deno.OpenOptions & { what: string },
): Deno.FsFile {
  const { what, ...plain } = options;
  if (!isElevated()) return Deno.openSync(path, { ...plain, create: true });
  refusePlantedLink(path, what);
  const { path: at } = followLinks(path);
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(at, plain);
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    return Deno.openSync(at, { ...plain, createNew: true }); // follows no link
  }
  return sameOrClosed(at, { file, what });
}

/** Opens a file that is there, to write to: for an elevated run the one at the path itself. */
export function openExisting(
  path: string,
  options: Deno.OpenOptions & { what: string },
): Deno.FsFile {
  const { what, ...plain } = options;
  const file = Deno.openSync(path, plain);
  return isElevated() ? sameOrClosed(path, { file, what }) : file;
}

function sameOrClosed(
  path: string,
  { file, what }: { file: Deno.FsFile; what: string },
): Deno.FsFile {
  if (isFileAt(path, file)) return file;
  file.close();
  throw refusalOf(what, "something else was put in its place meanwhile");
}

function isFileAt(path: string, file: Deno.FsFile): boolean {
  const [own, there] = [file.statSync(), Deno.lstatSync(path)];
  return !there.isSymlink && own.dev === there.dev && own.ino === there.ino;
}
