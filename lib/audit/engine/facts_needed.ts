/**
 * What rules ask for, and what to say and to do where it is not known.
 *
 * @module
 */

/** Something that a rule may ask for. */
export interface NeededFact {
  /** What it is, as it stands behind "not known:". */
  readonly what: string;
  /** How to get it; null where netwho cannot. */
  readonly advice: string | null;
}

/** What can be done about a file that was not read on the computer itself. */
const FILE_ADVICE =
  "run netwho as administrator (root); files that lie on other computers are not looked at";

/** Everything that rules ask for besides what a listing of netstat always has. */
export const NEEDED_FACTS = {
  process: {
    what: "the program of a connection",
    advice: "run netwho as administrator (root)",
  },
  path: { what: "where the program lies", advice: "run netwho as administrator (root)" },
  user: { what: "the user of the program", advice: "--details" },
  services: { what: "the services of the program", advice: "leave out --fast" },
  commandLine: { what: "the program's command line", advice: "--details" },
  parent: { what: "the program's parent", advice: "--details" },
  direction: { what: "who began the connection", advice: "save the listening sockets too" },
  createdAt: { what: "when the connection was made", advice: null },
  peer: { what: "the address of the other end", advice: "netstat -n prints it" },
  remoteHost: { what: "the name of the other end", advice: "--resolve" },
  remoteOwner: { what: "who owns the other end", advice: "--owner" },
  file: { what: "the program's file", advice: FILE_ADVICE },
  version: { what: "what the program's file says of itself", advice: FILE_ADVICE },
  signature: { what: "who signed the program's file", advice: "--signatures" },
  history: { what: "what was seen before", advice: "netwho log keeps it, then --history" },
  longHistory: {
    what: "what was seen before, for a week",
    advice: "let netwho log run for seven days: netwho schedule add --every 5m -- log",
  },
  formerProgram: {
    what: "the program of a connection that is over (TIME_WAIT), which the system has forgotten",
    advice: null,
  },
  computer: { what: "the name of the computer", advice: null },
  placeholder: {
    what: "what a placeholder of a Sigma rule (%name%) stands for",
    advice: "write its list into the config, netwho.json",
  },
  field: { what: "a field of the rule that no connection has", advice: null },
} as const satisfies Readonly<Record<string, NeededFact>>;

/** The name of something that rules ask for. */
export type Fact = keyof typeof NEEDED_FACTS;
