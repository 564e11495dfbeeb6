/**
 * The documents of a file of Sigma rules: which are rules about connections, and which are not.
 *
 * @module
 */
import { quoted, SigmaError } from "./sigma_error.ts";
import { readYaml, type YamlEntry, type YamlMap, type YamlValue } from "./yaml_tree.ts";

/** A document of a file. */
export type SigmaDocument =
  | RuleDocument
  /** Something that is right, but not for netwho. */
  | { readonly kind: "passedOver"; readonly category: string }
  | { readonly kind: "broken"; readonly error: SigmaError };

/** A rule about connections. */
export interface RuleDocument {
  readonly kind: "rule";
  readonly line: number;
  readonly entries: Entries;
  /** The system that it is about; null for any. */
  readonly product: "windows" | "linux" | null;
}

/** The entries of a rule. */
export type Entries = ReadonlyMap<string, YamlEntry>;

/** The category of the rules that netwho evaluates. */
const CATEGORY = "network_connection";

/** Reads the documents of a file. */
export function readSigmaDocuments(text: string): SigmaDocument[] {
  const quick = otherCategories(text);
  if (quick !== null) return quick;
  const collection = new Collection();
  return readYaml(text).flatMap((value) => {
    try {
      if (value instanceof SigmaError) throw value;
      const map = collection.add(value);
      return map === null ? [] : [kindOf(map)];
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      return [{ kind: "broken", error }];
    }
  });
}

/**
 * The rules of a file that cannot hold one about connections, since the word is not there; null for any
 * other file. Of the three thousand files of SigmaHQ that saves two seconds.
 */
function otherCategories(text: string): SigmaDocument[] | null {
  if (
    /network_connection|\bsysmon\b|\\(?:u[\da-f]{4}|x[\da-f]{2})|^(?:action|correlation|filter):/im
      .test(text)
  ) return null;
  const sources = text.match(/^logsource:[^\n]*\n(?:[ \t]+[^\n]*\n?)+/gm) ?? [];
  if (sources.length === 0) return null;
  const found = sources.map((source) => {
    const named = (key: string) =>
      new RegExp(`^[ \\t]+${key}:[ \\t]*['"]?([\\w.-]+)`, "m").exec(source)?.[1];
    return named("category") ?? named("service") ?? named("product");
  });
  if (found.includes(undefined)) return null;
  return found.map((category) => ({ kind: "passedOver", category: category! }));
}

function kindOf({ entries, line }: YamlMap): SigmaDocument {
  if (entries.has("correlation")) return passedOver("correlation");
  if (entries.has("filter") && !entries.has("detection")) return passedOver("filter");
  if (!entries.has("detection") && !entries.has("logsource")) {
    throw new SigmaError("it is no Sigma rule: it has no logsource and no detection", line);
  }
  const source = entries.get("logsource");
  if (source?.value.kind !== "map") {
    throw new SigmaError("it has no logsource with a category", source?.line ?? line);
  }
  const named = (key: string) => textOf(source.value as YamlMap, key)?.toLowerCase() || null;
  const category = named("category");
  const product = named("product");
  const service = named("service");
  const isOfSysmon = category === null && service === "sysmon" && asksForEvent3(entries);
  if (category !== CATEGORY && !isOfSysmon) {
    return passedOver(category ?? service ?? product ?? "no category");
  }
  if (product !== null && product !== "windows" && product !== "linux") {
    return passedOver(`${CATEGORY} of ${product}`);
  }
  const status = entries.get("status")?.value;
  if (status?.kind === "scalar" && status.text.trim().toLowerCase() === "unsupported") {
    return passedOver(`${CATEGORY}, status unsupported`);
  }
  return { kind: "rule", line, entries, product };
}

/** Rules older than categories name Sysmon's event instead. */
function asksForEvent3(entries: Entries): boolean {
  const detection = entries.get("detection")?.value;
  if (detection?.kind !== "map") return false;
  return [...detection.entries.values()].flatMap(({ value }) =>
    value.kind === "list" ? value.items : [value]
  ).some((selection) =>
    selection.kind === "map" &&
    [...selection.entries].some(([name, { value }]) =>
      name.toLowerCase() === "eventid" &&
      (value.kind === "list" ? value.items : [value])
        .some((item) => item.kind === "scalar" && item.text.trim() === "3")
    )
  );
}

function passedOver(category: string): SigmaDocument {
  return { kind: "passedOver", category: category.slice(0, 60) };
}

/** A text in a mapping; null for none. */
export function textOf({ entries }: Pick<YamlMap, "entries">, key: string): string | null {
  const value = entries.get(key)?.value;
  return value?.kind === "scalar" && value.value !== null ? value.text.trim() : null;
}

/**
 * A file whose documents belong together: what one with `action: global` says holds for those behind it,
 * and one with `action: repeat` changes the one before it.
 */
class Collection {
  #global: YamlMap | null = null;
  #previous: YamlMap | null = null;

  /** The rule that a document makes; null for none. */
  add(value: YamlValue): YamlMap | null {
    if (value.kind !== "map") {
      throw new SigmaError("it is no Sigma rule: it is no mapping", value.line);
    }
    const action = value.entries.get("action");
    const name = textOf(value, "action");
    if (action === undefined) {
      return this.#previous = this.#global === null ? value : merged(value, this.#global);
    }
    const entries = new Map(value.entries);
    entries.delete("action");
    const rest: YamlMap = { ...value, entries };
    switch (name) {
      case "global":
        this.#global = this.#previous = rest;
        return null;
      case "reset":
        this.#global = null;
        return null;
      case "repeat":
        if (this.#previous === null) {
          throw new SigmaError("nothing is before action: repeat", action.line);
        }
        return this.#previous = { ...merged(this.#previous, rest), line: value.line };
      default:
        throw new SigmaError(`there is no action ${quoted(name ?? "")}`, action.line);
    }
  }
}

/** A mapping with what another says instead, mappings in it likewise. */
function merged(base: YamlMap, over: YamlMap): YamlMap {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const old = entries.get(key)?.value;
    const value = entry.value.kind === "map" && old?.kind === "map"
      ? merged(old, entry.value)
      : entry.value;
    entries.set(key, { line: entry.line, value });
  }
  return { ...base, entries };
}
