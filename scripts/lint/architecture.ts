/**
 * The shape of `lib/`: imports point downwards and never in a circle, file names are unique, files are
 * short. Pure: files in, violations out. `tests/architecture_test.ts` holds the tree to it.
 *
 * @module
 */

/** The folders of `lib/` from top to bottom. A folder may import those of its own line and below. */
export const LAYERS: readonly (readonly string[])[] = [
  ["cli"],
  ["inspect", "changes", "doctor", "audit", "history", "live", "actions", "schedule", "report"],
  ["rows", "output", "lookup", "capture"],
  ["tools"],
  ["host", "address", "text"],
  ["model"],
];

/** The files directly in `lib/`. Every layer may import them. */
export const FOUNDATION: readonly string[] = ["lib/errors.ts", "lib/version.ts"];

/** The most lines that a file may have. */
export const LONGEST_FILE = 400;

/** The rules, and why each is there. */
export const RULES = {
  "import-circle": "Files that import each other can only be read and tested together",
  "upward-import": "A layer knows nothing of the layers above it",
  "folder-circle": "Folders of one layer that import each other are one folder",
  "host-in-tools": "Parsers are pure: text in, rows out, no machine",
  "twin-name": "A name that stands twice cannot be found by name",
  "long-file": "A file holds one idea",
} as const;

/** The name of a rule. */
export type Rule = keyof typeof RULES;

/** A file of `lib/`, with `/` in its path. */
export interface SourceFile {
  /** Its path from the project's folder, such as `lib/errors.ts`. */
  readonly path: string;
  /** How many lines it has. */
  readonly lines: number;
  /** What it imports and re-exports from the project, types and dynamic imports included. */
  readonly imports: readonly Import[];
}

/** One import. */
export interface Import {
  /** The path of the imported file from the project's folder. */
  readonly path: string;
  /** The line that names it, from 1. */
  readonly line: number;
}

/** A place where the tree breaks a rule. */
export interface Violation {
  readonly rule: Rule;
  readonly path: string;
  readonly line: number;
  /** What is wrong there, and what to do. */
  readonly message: string;
}

/** Reads the imports of a source text; those of packages are left out. */
export function readSource(path: string, source: string): SourceFile {
  // Examples in comments import too. Blanking these lines keeps the numbers of the others.
  const code = source.replace(/^[ \t]*(?:\/\/|\/\*|\*).*$/gm, "");
  const found = code.matchAll(/\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g);
  return {
    path,
    lines: source.split("\n").length - (source.endsWith("\n") ? 1 : 0),
    imports: Array.from(found, (match) => ({
      path: new URL(match[1]!, `file:///${path}`).pathname.slice(1),
      line: code.slice(0, match.index + match[0].length).split("\n").length,
    })),
  };
}

/** Finds where files of `lib/` break the rules, by path and line. */
export function findViolations(files: readonly SourceFile[]): Violation[] {
  const sorted = files.toSorted(byPath);
  return [
    ...importCircles(sorted),
    ...upwardImports(sorted),
    ...folderCircles(sorted),
    ...twinNames(sorted),
    ...longFiles(sorted),
  ].sort((a, b) => byPath(a, b) || a.line - b.line);
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** A violation in one line: `lib/a.ts:3: twin-name: …`. */
export function formatViolation({ path, line, rule, message }: Violation): string {
  return `${path}:${line}: ${rule}: ${message}`;
}

function importCircles(files: readonly SourceFile[]): Violation[] {
  const edges = files.flatMap(({ path, imports }) =>
    imports.map(({ path: to, line }): Edge => ({ from: path, to, path, line }))
  );
  return findCircles(edges).map((circle) => ({
    rule: "import-circle",
    ...placeOf(circle),
    message: `${route(circle)}; move what both need into a third file`,
  }));
}

function upwardImports(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file): Violation[] => {
    const layer = layerOf(file.path);
    if (layer === null) {
      const message =
        "belongs to no layer: add its folder to LAYERS in scripts/lint/architecture.ts";
      return [{ rule: "upward-import", path: file.path, line: 1, message }];
    }
    return file.imports.flatMap(({ path, line }): Violation[] => {
      const other = layerOf(path);
      const place = { path: file.path, line };
      if (other === null || other < layer) {
        const message = `imports ${path}, which is above ${folderOf(file.path)}`;
        return [{ rule: "upward-import", ...place, message }];
      }
      const impure = file.path.startsWith("lib/tools/") && path.startsWith("lib/host/");
      const message = `imports ${path}; take text or bytes instead, and read them in lib/capture/`;
      return impure ? [{ rule: "host-in-tools", ...place, message }] : [];
    });
  });
}

/** The number of a file's layer from the top, or null where it has none. */
function layerOf(path: string): number | null {
  if (FOUNDATION.includes(path)) return LAYERS.length;
  const [top, folder, file] = path.split("/");
  if (top !== "lib" || file === undefined) return null;
  const layer = LAYERS.findIndex((folders) => folders.includes(folder!));
  return layer < 0 ? null : layer;
}

/**
 * Circles among folders that stand side by side. A folder and one inside it count as one here, and
 * folders of different layers are left to `upward-import`.
 */
function folderCircles(files: readonly SourceFile[]): Violation[] {
  const edges = files.flatMap(({ path, imports }) =>
    imports.flatMap(({ path: to, line }): Edge[] => {
      const [from, target] = divergingFolders(path, to);
      if (from === null || target === null || layerOf(path) !== layerOf(to)) return [];
      return [{ from, to: target, path, line }];
    })
  );
  return findCircles(edges).map((circle) => ({
    rule: "folder-circle",
    ...placeOf(circle),
    message: `${route(circle)}; through ${
      circle.map(({ path, line }) => `${path}:${line}`).join(", ")
    }`,
  }));
}

/** The folders in which two paths part, null for a path that goes into no folder there. */
function divergingFolders(a: string, b: string): [string | null, string | null] {
  const [first, second] = [a.split("/"), b.split("/")];
  let at = 0;
  while (first[at] === second[at] && at < first.length) at++;
  const folder = (parts: string[]) =>
    at < parts.length - 1 ? parts.slice(0, at + 1).join("/") : null;
  return [folder(first), folder(second)];
}

function twinNames(files: readonly SourceFile[]): Violation[] {
  const byName = Map.groupBy(files, ({ path }) => path.split("/").at(-1)!);
  return Array.from(byName.values()).flatMap((twins) =>
    twins.slice(1).map(({ path }): Violation => ({
      rule: "twin-name",
      path,
      line: 1,
      message: `${twins[0]!.path} has the same name; name the file after what it exports`,
    }))
  );
}

/** Lists of names and ports are data, and as long as they are. */
function longFiles(files: readonly SourceFile[]): Violation[] {
  const code = files.filter(({ path }) => !path.endsWith(".json"));
  return code.filter(({ lines }) => lines > LONGEST_FILE).map(({ path, lines }) => ({
    rule: "long-file",
    path,
    line: LONGEST_FILE + 1,
    message: `has ${lines} lines, at most ${LONGEST_FILE} are allowed; split it by idea`,
  }));
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** An import as an edge between two nodes: files or folders. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly line: number;
}

function placeOf([first]: readonly Edge[]): { path: string; line: number } {
  return { path: first!.path, line: first!.line };
}

function route(circle: readonly Edge[]): string {
  return [...circle.map(({ from }) => from), circle[0]!.from].join(" → ");
}

/** The shortest circles through each node. Without the first edge of each no circle is left. */
function findCircles(edges: readonly Edge[]): Edge[][] {
  const left = Map.groupBy(edges, ({ from }) => from);
  const circles: Edge[][] = [];
  for (const start of Array.from(left.keys()).sort()) {
    for (;;) {
      const circle = shortestCircle(start, left);
      if (circle === null) break;
      circles.push(circle);
      const [{ to }] = circle as [Edge];
      left.set(start, left.get(start)!.filter((edge) => edge.to !== to));
    }
  }
  return circles;
}

/** The shortest way from a node back to it, or null. */
function shortestCircle(start: string, edges: ReadonlyMap<string, readonly Edge[]>): Edge[] | null {
  const ways: Edge[][] = [[]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const edge of edges.get(way.at(-1)?.to ?? start) ?? []) {
      if (edge.to === start) return [...way, edge];
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      ways.push([...way, edge]);
    }
  }
  return null;
}
