/**
 * What the words of an audit depend on besides what was judged: whether this computer is judged, and
 * how to read the same again.
 *
 * @module
 */
import { type Fact, NEEDED_FACTS } from "../audit/engine/facts_needed.ts";
import type { AuditSummary } from "../audit/audit_summary.ts";
import type { CommandContext } from "../audit/next_commands.ts";
import type { NotJudgedContext } from "../audit/not_judged.ts";
import type { Facts } from "../host/host.ts";
import { buildSelection, type SelectionOptions } from "../rows/choose/selection.ts";
import type { Finding } from "../model/finding.ts";
import { countOf, quoteSpaces } from "../text/wording.ts";

/** The options that the words depend on. */
export type ContextOptions = SelectionOptions & {
  readonly from: readonly string[];
  readonly replay: string | null;
  readonly resolve: boolean;
  readonly owner: boolean;
  readonly history: boolean;
};

/** The rights that netwho had; null where that is unknown. */
type Rights = Pick<Facts, "elevated">;

/** Returns what the words of an audit depend on. */
export function auditContext(
  options: ContextOptions,
  { view }: Pick<AuditSummary, "view">,
  host: Rights,
): CommandContext & NotJudgedContext {
  const { from, replay } = options;
  const selection = buildSelection(options);
  return {
    os: view.os,
    isLive: from.length === 0 && replay === null,
    isSaved: from.length > 0,
    isRecorded: replay !== null,
    asked: askedFor(options, host),
    reading: [
      ...from.map((path) => `--from ${pathWord(path)}`),
      ...replay === null ? [] : [`--replay ${pathWord(replay)}`],
    ].join(" "),
    hasHistory: view.history !== null,
    ...selection.active ? { matches: selection.matches } : {},
  };
}

/** What was done already so that a fact is known. */
function askedFor(
  { from, resolve, owner, history }: ContextOptions,
  { elevated }: Rights,
): ReadonlySet<Fact> {
  return new Set<Fact>([
    ...from.length === 0 && elevated() === true
      ? ["process", "path", "file", "version"] as const
      : [],
    ...resolve ? ["remoteHost"] as const : [],
    ...owner ? ["remoteOwner"] as const : [],
    ...history ? ["history"] as const : [],
  ]);
}

/** A path as a shell takes it; a placeholder where it would need more than quotes around spaces. */
function pathWord(path: string): string {
  return /^[\w.\\/:][\w.\\/: -]*$/.test(path) ? quoteSpaces(path) : "FILE";
}

/** The most that a line on standard error names. */
const MOST_NAMED = 4;

/** The line on standard error about what could not be judged; none where all could be. */
export function shortRemainder(remainders: readonly Finding[]): string[] {
  const facts = remainders.filter(({ missing }) => Object.hasOwn(NEEDED_FACTS, missing?.[0] ?? ""));
  if (facts.length === 0) return [];
  const named = facts.slice(0, MOST_NAMED).map(({ title, connections }) => {
    const what = (title ?? "").replace("Not judged: ", "");
    return connections === null ? what : `${what} (${countOf(connections, "connection")})`;
  });
  const more = facts.length - named.length;
  const rest = more > 0 ? `; ${more} more` : "";
  return [`some rules could not judge, for this is not known: ${named.join("; ")}${rest}`];
}
