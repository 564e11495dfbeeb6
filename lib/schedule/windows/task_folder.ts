/**
 * The folder of netwho's tasks in Task Scheduler.
 *
 * @module
 */

const FOLDER = "\\netwho\\";

/** The path of a task by its name: `\netwho\log` for `log`. */
export function pathInFolder(name: string): string {
  return `${FOLDER}${name}`;
}

/** The name of a task by its path; null for one that is not in the folder itself. */
export function nameInFolder(path: string): string | null {
  const name = path.slice(FOLDER.length);
  const isInFolder = path.toLowerCase().startsWith(FOLDER) && name !== "" && !name.includes("\\");
  return isInFolder ? name : null;
}
