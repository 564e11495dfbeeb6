/**
 * Reading a recording: which answer belongs to a call.
 *
 * @module
 */
import { type Host, HostError } from "../host.ts";
import { type Answer, ANY_CALL, INDEX_NAME, parseIndex } from "./recording_format.ts";

/** An answer and its bytes. */
export interface ReadAnswer extends Answer {
  readonly bytes: (name: string | null) => Uint8Array;
}

/** One folder of a recording. */
export interface FolderReader {
  /**
   * The answer to the next of equal calls; the last is given again and again. Of several spellings of
   * a call the first that was recorded counts.
   */
  next(...spellings: string[]): ReadAnswer | undefined;
  /** All answers to a call. */
  all(call: string): ReadAnswer[];
}

/** The folders of a recording by name, each read when it is first asked for; null for none. */
export function folderReader(
  host: Host,
  { directory, names }: { directory: string; names: readonly string[] },
): (folder: string) => FolderReader | null {
  const readers = new Map<string, FolderReader | null>();
  return (folder) => {
    const known = readers.get(folder);
    if (known !== undefined) return known;
    const reader = names.includes(folder) ? readFolder(host, `${directory}/${folder}`) : null;
    readers.set(folder, reader);
    return reader;
  };
}

function readFolder(host: Host, path: string): FolderReader | null {
  const index = indexText(host, path);
  if (index === null) return null;
  const answers = new Map<string, ReadAnswer[]>();
  const bytes = (name: string | null) =>
    name === null ? new Uint8Array() : host.readFile(`${path}/${name}`);
  for (const answer of parseIndex(index)) {
    const key = foldCase(answer.call);
    const list = answers.get(key);
    if (list) list.push({ ...answer, bytes });
    else answers.set(key, [{ ...answer, bytes }]);
  }
  const asked = new Map<string, number>();
  const all = (call: string) => {
    const key = foldCase(call);
    const exact = answers.get(key);
    const matching = exact?.filter((answer) => answer.call === call) ?? [];
    return matching.length > 0 ? matching : exact ?? answers.get(ANY_CALL) ?? [];
  };
  const isKnown = (call: string) => answers.has(foldCase(call));
  return {
    all,
    next(...spellings) {
      const call = spellings.find(isKnown) ?? spellings[0]!;
      const matching = all(call);
      const turn = asked.get(call) ?? 0;
      asked.set(call, turn + 1);
      return matching[Math.min(turn, matching.length - 1)];
    },
  };
}

function indexText(host: Host, path: string): string | null {
  try {
    return new TextDecoder().decode(host.readFile(`${path}/${INDEX_NAME}`));
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.kind === "notFound") return null;
    throw thrown;
  }
}

/** As the player of recordings under Wine compares: ASCII case ignored. */
function foldCase(call: string): string {
  return call.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
