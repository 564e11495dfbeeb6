/**
 * The settings of the screen, remembered in the user's config folder. Nothing is remembered where
 * there is none, nor while a recording is played. A run never fails because of them.
 *
 * @module
 */
import { type Files, HostError } from "../../host/host.ts";
import { attempt, describeRefusal } from "../../host/refusals.ts";
import { DEFAULT_SETTINGS, type WatchSettings } from "../screen/watch_state.ts";
import { areSameSettings, readSettingsText, writeSettingsText } from "./settings_text.ts";

/** The parts of the host that remember. */
export type SettingsHost = Pick<
  Files,
  "configFolder" | "pathKind" | "realPath" | "readCache" | "rewriteCache" | "removeFile"
>;

/** What was remembered. */
export interface RememberedSettings {
  readonly settings: WatchSettings;
  /** Why they are not, or not all, those of the last run; null where they are. */
  readonly trouble: string | null;
}

/** The file's name, beside netwho.json. */
const SETTINGS_NAME = "watch.json";

/** Reads what was remembered; the usual settings where nothing was, or where it is damaged. */
export function readSettings(host: SettingsHost): RememberedSettings {
  const path = settingsPath(host);
  if (path === null) return { settings: DEFAULT_SETTINGS, trouble: null };
  const { held, problem: refusal } = readHeld(host, path);
  const { settings, problem } = readSettingsText(held);
  const trouble = refusal ?? problem;
  return {
    settings,
    trouble: trouble === null
      ? null
      : `Cannot use all of the remembered settings in ${path}: ${trouble}; netwho watch --reset ` +
        "forgets them",
  };
}

/**
 * Remembers settings: writes the file whole or not at all, and only where it changes. Of two runs at
 * once each writes what was changed in it.
 *
 * @param before the settings that this run read or wrote last; null to write all.
 * @returns why they cannot be remembered; null where they are.
 */
export function writeSettings(
  host: SettingsHost,
  settings: WatchSettings,
  { before }: { before: WatchSettings | null },
): string | null {
  const path = settingsPath(host);
  if (path === null || (before !== null && areSameSettings(before, settings))) return null;
  if (host.pathKind(path) !== "file" && host.pathKind(path) !== "missing") {
    return `Cannot remember the settings in ${path}: it is no file`;
  }
  const { refusal } = attempt(() =>
    host.rewriteCache(path, (held) => writeSettingsText(held, { settings, before }))
  );
  return refusal === null ? null : `Cannot remember the settings in ${path}: ${stateOf(refusal)}`;
}

/**
 * Forgets what was remembered.
 *
 * @returns why it cannot be forgotten; null where it is.
 */
export function forgetSettings(host: SettingsHost): string | null {
  // Of a link, the link: what it leads to may be anything.
  const path = settingsPath(host, { isResolved: false });
  if (path === null || host.pathKind(path) === "missing") return null;
  const { refusal } = attempt(() => {
    if (host.pathKind(path) === "directory") throw new HostError("other", "it is a folder");
    host.removeFile(path);
  });
  return refusal === null ? null : `Cannot forget the settings in ${path}: ${stateOf(refusal)}`;
}

/** The file; by default a link's target, so that it stays a link. */
function settingsPath(host: SettingsHost, { isResolved = true } = {}): string | null {
  const folder = host.configFolder();
  if (folder === null) return null;
  const path = `${folder}${folder.includes("\\") ? "\\" : "/"}${SETTINGS_NAME}`;
  return isResolved ? host.realPath(path) : path;
}

function readHeld(
  host: SettingsHost,
  path: string,
): { readonly held: Uint8Array; readonly problem: string | null } {
  const held = new Uint8Array();
  const kind = host.pathKind(path);
  if (kind === "missing") return { held, problem: null };
  // Whoever reads a named pipe waits for its other end.
  if (kind !== "file") return { held, problem: "it is no file" };
  const { value, refusal } = attempt(() => host.readCache(path));
  return { held: value ?? held, problem: refusal === null ? null : stateOf(refusal) };
}

function stateOf(refusal: HostError): string {
  return describeRefusal(refusal, { of: "parent" });
}
