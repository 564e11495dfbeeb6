/**
 * The folders that Controlled Folder Access of Windows guards unless told otherwise. What it refuses
 * looks like a lack of rights, or like a folder that does not exist.
 *
 * @module
 */

/** Guarded in the user's profile; their names on the disk are English in every language of Windows. */
const OF_PROFILE = ["Documents", "Desktop", "Pictures", "Videos", "Music", "Favorites"];
const OF_EVERYBODY = ["Documents", "Pictures", "Videos", "Music"];

/** OneDrive takes over folders of the profile, under names in the user's language. */
const ONEDRIVE = ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"];

/**
 * The guarded folder that a file would be in; null for any other place.
 *
 * @param path absolute.
 * @param env returns an environment variable.
 */
export function controlledFolder(
  path: string,
  env: (name: string) => string | undefined,
): string | null {
  const below = (base: string | undefined, names: readonly string[]) =>
    base === undefined ? [] : names.map((name) => `${base.replace(/[\\/]+$/, "")}\\${name}`);
  const folders = [
    ...below(env("USERPROFILE"), OF_PROFILE),
    ...below(env("PUBLIC"), OF_EVERYBODY),
    ...ONEDRIVE.flatMap((name) => env(name) ?? []),
  ];
  const wanted = comparable(path);
  return folders.find((folder) => wanted.startsWith(`${comparable(folder)}\\`)) ?? null;
}

function comparable(path: string): string {
  return path.replace(/^[\\/]{2}\?[\\/](?!UNC[\\/])/i, "").replace(/[\\/]+/g, "\\")
    .replace(/\\$/, "").toLowerCase();
}
