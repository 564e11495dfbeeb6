/**
 * Finds the user's config, and reads it.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import type { Facts, Files, Host } from "../../host/host.ts";

import { readUserText } from "../user_text.ts";
import { CONFIG_NAME } from "./config_format.ts";
import type { AuditConfig } from "./read_config.ts";

/** The parts of the host that are asked for a config. */
export type ConfigHost = Pick<Files, "configFolder" | "pathKind"> & Pick<Facts, "ownCommand">;

/**
 * The file of the config: the given one; else that in the user's config folder, else the one beside the
 * executable. Null where there is none.
 *
 * @throws {CaptureError} if the given one is missing, or a folder is in the place of a file.
 */
export function findConfig(host: ConfigHost, given: string | null): string | null {
  if (given !== null) {
    checkKind(host, given);
    return given;
  }
  const found = configPlaces(host).find((path) => host.pathKind(path) !== "missing");
  if (found === undefined) return null;
  checkKind(host, found);
  return found;
}

/** Where a config is looked for, in this order. */
export function configPlaces(host: ConfigHost): string[] {
  const folder = host.configFolder();
  const own = host.ownCommand();
  // Deno's folder, from which the source runs, is none of netwho's.
  const beside = own === null || own.before.length > 0
    ? null
    : own.program.replace(/[^/\\]+$/, "").replace(/[/\\]$/, "");
  return [folder, beside].flatMap((path) =>
    path === null || path === "" ? [] : [`${path}${path.includes("\\") ? "\\" : "/"}${CONFIG_NAME}`]
  );
}

function checkKind(host: ConfigHost, path: string): void {
  const kind = host.pathKind(path);
  if (kind === "directory") {
    throw new CaptureError(`Cannot use the config ${path}: it is a folder, a file was wanted`, {
      hint: `Name the file: ${CONFIG_NAME}`,
    });
  }
  if (kind === "missing") {
    throw new CaptureError(`Cannot use the config ${path}: there is no such file`, {
      hint: "Without --config netwho reads the one in your config folder, if there is one",
    });
  }
}

/**
 * Reads the config; null where there is none.
 *
 * @param host the computer that netwho runs on, also while a recording is played.
 * @throws {CaptureError} if it cannot be read.
 * @throws {ParseError} for a mistake in it.
 */
export async function openConfig(
  host: Host,
  given: string | null,
  { ruleIds, signal }: { ruleIds: readonly string[]; signal?: AbortSignal },
): Promise<AuditConfig | null> {
  const path = findConfig(host, given);
  if (path === null) return null;
  const text = await readUserText(host, path, {
    what: "the config",
    limit: MOST_BYTES,
    hint: given === null ? "Name one that you may read with --config FILE" : null,
    signal,
  });
  // Loaded here: most runs have no config.
  const { readConfig } = await import("./read_config.ts");
  return readConfig(text, { label: path, ruleIds });
}

/** Somebody's own list is never so long; a parser need not try. */
const MOST_BYTES = 4_000_000;
