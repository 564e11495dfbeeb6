/**
 * Reads the user's Sigma rules from files and folders.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CaptureError, ParseError } from "../../errors.ts";
import { type Files, HostError } from "../../host/host.ts";
import { describeRefusal } from "../../host/refusals.ts";
import { decodeBytes } from "../../text/decode.ts";
import { countOf } from "../../text/wording.ts";
import type { Rule } from "../engine/rule.ts";
import { type BrokenSigma, describeBroken } from "./broken_sigma.ts";
import type { Placeholders } from "./placeholders.ts";
import { readSigmaDocuments, type RuleDocument, type SigmaDocument } from "./sigma_documents.ts";
import { SigmaError } from "./sigma_error.ts";
import { makeSigmaRule } from "./sigma_rule.ts";

/** What came of the files. */
export interface LoadedSigma {
  /** The rules about connections. */
  readonly rules: readonly Rule[];
  /** How many rules netwho has no use for, by their category. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** The rules that cannot be evaluated. */
  readonly broken: readonly BrokenSigma[];
  /** The placeholders that rules name and the config does not have, with how many rules name each. */
  readonly unset: ReadonlyMap<string, number>;
  /** How many files were read. */
  readonly files: number;
}

/** What the rules are read with. */
export interface SigmaOptions {
  /** What `%name%` stands for. @default nothing */
  readonly placeholders?: Placeholders;
  /** IDs that other rules have. @default none */
  readonly taken?: ReadonlySet<string>;
}

/** A file of rules is a few kilobytes; the largest of SigmaHQ has 40. */
const LARGEST_FILE = 1 << 20;
const DEEPEST_FOLDER = 30;

/**
 * Reads rules: from files, and from all `.yml` and `.yaml` files in folders and the folders in them. What
 * is wrong with one does not stop the others.
 *
 * @throws {CaptureError} if a file or folder is missing or cannot be read.
 * @throws {ParseError} if there is nothing that is a rule.
 */
export async function loadSigma(
  host: Files,
  paths: readonly string[],
  options: SigmaOptions = {},
): Promise<LoadedSigma> {
  const loading = new Loading(options);
  const found = new FoundFiles(host);
  for (const path of paths) found.add(path);
  const texts = new Set<string>();
  for (const path of found.files) {
    const read = await readText(host, path, { isNamed: paths.includes(path) });
    if (read instanceof SigmaError) loading.broken.push(brokenAt(path, read));
    // A copy in another folder is no second rule with the same ID.
    else if (!texts.has(read)) loading.add(path, readSigmaDocuments(read));
    if (typeof read === "string") texts.add(read);
  }
  const { rules, passedOver, broken } = loading;
  if (rules.length === 0 && passedOver.size === 0) throw nothingIn(paths, found.files, broken);
  return {
    rules,
    passedOver: Object.fromEntries(
      [...passedOver].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)),
    ),
    broken,
    unset: loading.unset,
    files: found.files.length,
  };
}

function nothingIn(
  paths: readonly string[],
  files: readonly string[],
  broken: readonly BrokenSigma[],
): ParseError {
  const where = paths.join(", ");
  const hint = "Wanted: a Sigma rule (YAML), or a folder with .yml files; SigmaHQ's are in " +
    "rules/windows/network_connection";
  const [first] = broken;
  if (first === undefined) {
    return new ParseError(
      files.length === 0
        ? `Cannot judge by the Sigma rules in ${where}: there is no .yml or .yaml file`
        : `Cannot judge by the Sigma rules in ${where}: the files are empty`,
      { hint },
    );
  }
  const others = broken.length === 1 ? "" : `, and ${countOf(broken.length - 1, "other")} like it`;
  return new ParseError(
    `Cannot judge by the Sigma rules in ${where}: ${describeBroken(first)}${others}`,
    { hint },
  );
}

function brokenAt(file: string, { line, message }: SigmaError): BrokenSigma {
  return { file, line, problem: message };
}

/** The rules that were read so far. */
class Loading {
  readonly rules: Rule[] = [];
  readonly passedOver = new Map<string, number>();
  readonly broken: BrokenSigma[] = [];
  readonly unset = new Map<string, number>();
  readonly #placeholders: Placeholders;
  /** Where each ID stands. */
  readonly #places = new Map<string, string>();

  constructor({ placeholders = new Map(), taken = new Set() }: SigmaOptions) {
    this.#placeholders = placeholders;
    for (const id of taken) this.#places.set(id, "netwho's own rules");
  }

  /** Adds the rules of a file. */
  add(file: string, documents: readonly SigmaDocument[]): void {
    for (const document of documents) {
      if (document.kind === "broken") this.broken.push(brokenAt(file, document.error));
      else if (document.kind === "passedOver") {
        this.passedOver.set(document.category, (this.passedOver.get(document.category) ?? 0) + 1);
      }
    }
    const rules = documents.filter((document) => document.kind === "rule");
    for (const parts of ofOneId(rules)) this.#addRule(file, parts);
  }

  #addRule(file: string, parts: readonly [RuleDocument, ...RuleDocument[]]): void {
    try {
      const missing = new Set<string>();
      const rule = makeSigmaRule(parts, this.#idFrom(file), {
        placeholders: this.#placeholders,
        missing,
      });
      const other = this.#places.get(rule.id);
      if (other !== undefined) {
        const line = parts[0].entries.get("id")?.line ?? parts[0].line;
        throw new SigmaError(
          `its id is that of a rule in ${other}; one of the two must have another one`,
          line,
        );
      }
      this.#places.set(rule.id, file);
      this.rules.push(rule);
      for (const name of missing) this.unset.set(name, (this.unset.get(name) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      this.broken.push(brokenAt(file, error));
    }
  }

  /** An ID for a rule without one: the name of its file, with a number where another rule has that. */
  #idFrom(file: string): string {
    const name = /([^\\/]*?)(?:\.ya?ml)?$/i.exec(file)?.[1] ?? "";
    const plain = name.replaceAll(/[^\w.-]+/g, "-").slice(0, 90) || "sigma-rule";
    let id = plain;
    for (let count = 2; this.#places.has(id); count++) id = `${plain}-${count}`;
    return id;
  }
}

/**
 * Documents that have their ID from one place (`action: global`, or the document that is repeated), and a
 * system: they are parts of one rule. An ID that was written twice is a mistake.
 */
function ofOneId(documents: readonly RuleDocument[]): [RuleDocument, ...RuleDocument[]][] {
  const rules: [RuleDocument, ...RuleDocument[]][] = [];
  for (const document of documents) {
    const id = document.entries.get("id")?.value;
    const other = rules.find(([{ entries, product }]) =>
      id !== undefined && entries.get("id")?.value === id && product === document.product
    );
    if (other === undefined) rules.push([document]);
    else other.push(document);
  }
  return rules;
}

/** The whole of a file as text, or why it is none. */
async function readText(
  host: Files,
  path: string,
  { isNamed }: { isNamed: boolean },
): Promise<string | SigmaError> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of host.open(path)) {
      size += chunk.length;
      if (size > LARGEST_FILE) {
        return new SigmaError("it is larger than 1 MiB, and no rule is", null);
      }
      chunks.push(chunk.slice());
    }
  } catch (error) {
    if (isNamed || !(error instanceof HostError)) throw unreadable(path, error);
    return new SigmaError(`it cannot be read: ${describeRefusal(error, { of: "file" })}`, null);
  }
  return await decodeBytes(concat(chunks), { oemCodePage: () => null });
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof HostError)) return error;
  const state = describeRefusal(error, { of: "fileOrFolder" });
  return new CaptureError(`Cannot read the Sigma rules in ${path}: ${state}`, { cause: error });
}

/** The files of the paths that the user gave, each once. */
class FoundFiles {
  readonly files: string[] = [];
  readonly #host: Files;
  readonly #seen = new Set<string>();

  constructor(host: Files) {
    this.#host = host;
  }

  /** Adds a file, or the files with rules in a folder. */
  add(path: string): void {
    if (this.#host.pathKind(path) === "directory") this.#addFolder(path, 0);
    else this.#addFile(path);
  }

  #addFile(path: string): void {
    const real = this.#host.realPath(path);
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.files.push(path);
  }

  #addFolder(folder: string, depth: number): void {
    const real = this.#host.realPath(folder);
    // A link can lead back to a folder above.
    if (this.#seen.has(real) || depth > DEEPEST_FOLDER) return;
    this.#seen.add(real);
    for (const name of this.#namesIn(folder)) {
      const path = joinPath(folder, name);
      const kind = this.#host.pathKind(path);
      if (kind === "directory") {
        if (!name.startsWith(".")) this.#addFolder(path, depth + 1);
      } else if (kind === "file" && /\.ya?ml$/i.test(name)) {
        this.#addFile(path);
      }
    }
  }

  #namesIn(folder: string): string[] {
    try {
      return this.#host.listDirectory(folder).sort();
    } catch (error) {
      throw unreadable(folder, error);
    }
  }
}

function joinPath(folder: string, name: string): string {
  const separator = /[\\/]$/.test(folder) ? "" : folder.includes("\\") ? "\\" : "/";
  return folder + separator + name;
}
