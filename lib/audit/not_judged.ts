/**
 * What an audit could not judge, in words, each with what to do about it: what was not known, rules
 * that were left out or could not be read, and what no program of this kind sees.
 *
 * @module
 */
import { countOf } from "../text/wording.ts";
import type { AuditSummary } from "./audit_summary.ts";
import type { AuditView } from "./engine/audit_view.ts";
import { type Fact, NEEDED_FACTS } from "./engine/facts_needed.ts";
import type { Gap } from "./engine/judge.ts";
import type { Rule } from "./engine/rule.ts";
import { describeBroken } from "./sigma/broken_sigma.ts";

const RAN_WITH_RIGHTS =
  "The program may have ended; netwho doctor tells whether rights are missing";
// A snapshot has no command lines, since those can hold passwords.
const PROCESSES_THERE =
  "Save netwho tasklist --details --format json there too, as administrator (root)";
const DETAILS_THERE = "Run netwho audit --details there, as administrator (root)";
const FILE_UNREAD = "The file lies on another computer, or could not be read: try again";
const FILES_THERE = "Run netwho audit there: the files of programs are on that computer";

/** Something that was not judged. */
export interface NotJudged {
  /** What makes it the same in every run: a fact, or a word for something else. */
  readonly key: Fact | "rules" | "sigma" | "unseen";
  /** What, as a headline: `where the program lies`. */
  readonly what: string;
  /** Why, in a sentence without a full stop. */
  readonly reason: string;
  /** What to do about it; null where there is nothing. */
  readonly advice: string | null;
  /** The rules that could not judge. */
  readonly rules: readonly string[];
  /** How many connections; null where it is not about single ones. */
  readonly connections: number | null;
}

/** What the words depend on besides the summary. */
export interface NotJudgedContext {
  /** Whether saved output was judged, not this computer. */
  readonly isSaved: boolean;
  /** Whether a recording was judged, which cannot be read again with more options. @default false */
  readonly isRecorded?: boolean;
  /** What was done already so that these are known, in vain where they are not. @default none */
  readonly asked?: ReadonlySet<Fact>;
  /** Whether a connection is chosen by the filters. @default each is */
  readonly matches?: (row: Gap["subjects"][number]["row"]) => boolean;
}

/** Returns all that was not judged, first what keeps most rules from judging most connections. */
export function notJudged(summary: AuditSummary, context: NotJudgedContext): NotJudged[] {
  const { gaps, leftOut = [], sigma = null, view, elsewhere = null } = summary;
  return [
    ...gaps.flatMap((gap) => ofGap(gap, context)).sort((one, other) =>
      weightOf(other) - weightOf(one) || (one.key < other.key ? -1 : 1)
    ),
    ...leftOut.length === 0 ? [] : [ofLeftOut(leftOut)],
    ...sigma === null || sigma.broken.length === 0 ? [] : [ofBroken(sigma.broken)],
    ofUnseen(view, elsewhere),
  ];
}

/** What is missing altogether comes last: it adds to what is judged, and leaves no hole in it. */
function weightOf({ rules, connections }: NotJudged): number {
  return rules.length * (connections ?? 0);
}

/** The most rules, or files, that a sentence names. */
const MOST_NAMED = 5;

function ofGap(
  { missing, rules, subjects }: Gap,
  context: NotJudgedContext,
): NotJudged[] {
  const { matches } = context;
  const rows = matches === undefined ? subjects : subjects.filter(({ row }) => matches(row));
  // Filters chose none of the connections that hang on it.
  if (subjects.length > 0 && rows.length === 0) return [];
  const { what } = NEEDED_FACTS[missing];
  const ids = idsOf(rules);
  const connections = subjects.length === 0 ? null : rows.length;
  const where = connections === null ? "" : ` of ${countOf(connections, "connection")}`;
  const hang = ids.length === 1 ? "hangs" : "hang";
  return [{
    key: missing,
    what,
    reason: `Not known${where}: ${what}; ${countOf(ids.length, "rule")} ${hang} on it: ` +
      named(ids),
    advice: adviceFor(missing, context),
    rules: ids,
    connections,
  }];
}

/** What to do about what is not known; null where there is nothing. */
function adviceFor(
  missing: Fact,
  { isSaved, isRecorded = false, asked }: NotJudgedContext,
): string | null {
  const elsewhere = isSaved ? SAVED_ADVICE : isRecorded ? RECORDED_ADVICE : {};
  const inVain = asked?.has(missing) === true ? ASKED_ADVICE[missing] : undefined;
  return inVain ?? elsewhere[missing] ?? asSentence(NEEDED_FACTS[missing].advice);
}

/** What helps where what usually helps was done already. */
const ASKED_ADVICE: Readonly<Partial<Record<Fact, string>>> = {
  process: RAN_WITH_RIGHTS,
  path: RAN_WITH_RIGHTS,
  file: FILE_UNREAD,
  version: FILE_UNREAD,
  remoteHost: "No name is registered, or no name server answered",
  remoteOwner: "No owner is registered, or nobody answered",
  history: "The history does not have it: let netwho log run",
};

/** What helps where saved output is judged, which cannot be read again with more options. */
const SAVED_ADVICE: Readonly<Partial<Record<Fact, string>>> = {
  process:
    "Take netwho snapshot there as administrator (root), or save netstat -ano and tasklist /v",
  path: PROCESSES_THERE,
  user: "Give the output of tasklist /v too, or of netwho tasklist --details --format json",
  services: "Give the output of tasklist /svc too",
  commandLine: PROCESSES_THERE,
  parent: PROCESSES_THERE,
  file: FILES_THERE,
  version: FILES_THERE,
  signature: "Run netwho audit --signatures there",
};

/** What helps where a recording is judged. */
const RECORDED_ADVICE: Readonly<Partial<Record<Fact, string>>> = {
  process: "Record as administrator (root)",
  path: "Record as administrator (root)",
  user: "Record with --details",
  services: "Record without --fast",
  commandLine: DETAILS_THERE,
  parent: DETAILS_THERE,
  remoteHost: "Record with --resolve",
  remoteOwner: "Record with --owner",
  file: FILES_THERE,
  version: FILES_THERE,
  signature: "Run netwho audit --signatures there",
};

/** `--details` is `Add --details`; other words begin with a capital. */
function asSentence(advice: string | null): string | null {
  if (advice === null) return null;
  return advice.startsWith("-")
    ? `Add ${advice}`
    : advice.startsWith("net")
    ? advice
    : advice[0]!.toUpperCase() + advice.slice(1);
}

function ofLeftOut(rules: readonly Rule[]): NotJudged {
  const ids = idsOf(rules);
  const were = ids.length === 1 ? "was" : "were";
  return {
    key: "rules",
    what: "rules that were left out",
    reason: `${countOf(ids.length, "rule")} ${were} left out by --rule, --ignore or the config: ` +
      named(ids),
    advice: "Leave out --rule and --ignore to judge by all rules",
    rules: ids,
    connections: null,
  };
}

function ofBroken(broken: NonNullable<AuditSummary["sigma"]>["broken"]): NotJudged {
  const places = broken.map(describeBroken);
  return {
    key: "sigma",
    what: "Sigma rules that could not be read",
    reason: `${countOf(broken.length, "Sigma rule")} could not be read: ${named(places, "; ")}`,
    advice: "Correct the files, or take them out of the folder",
    rules: [],
    connections: null,
  };
}

/** What netstat and /proc do not list on any computer. */
function ofUnseen({ os }: AuditView, elsewhere: number | null): NotJudged {
  const unseen = [
    "what a rootkit in the kernel hides",
    "raw sockets and ICMP",
    networksElsewhere(os, elsewhere),
    "connections that were closed before, or begin later",
  ];
  return {
    key: "unseen",
    what: "what nobody can see from here",
    reason: `Nobody can see from here: ${unseen.join("; ")}`,
    advice: "netwho log keeps watching; for a rootkit look from outside: at the router, or from " +
      "another system started from a disk",
    rules: [],
    connections: null,
  };
}

/** Networks that a listing of this one leaves out. */
function networksElsewhere(os: AuditView["os"], elsewhere: number | null): string {
  if (os === "windows") {
    return "connections of virtual machines, WSL 2 and containers with a network of their own";
  }
  if (os === null) {
    return "connections of virtual machines and containers with a network of their own";
  }
  if (elsewhere === null) {
    return "connections in other network namespaces (containers), if there are any";
  }
  if (elsewhere === 0) return "connections of virtual machines";
  const processes = elsewhere === 1 ? "1 process is" : `${elsewhere} processes are`;
  return `connections in other network namespaces (${processes} there)`;
}

function idsOf(rules: readonly Rule[]): string[] {
  return rules.map(({ id }) => id).sort();
}

function named(words: readonly string[], separator = ", "): string {
  const more = words.length - MOST_NAMED;
  return words.slice(0, MOST_NAMED).join(separator) + (more > 0 ? ` and ${more} more` : "");
}
