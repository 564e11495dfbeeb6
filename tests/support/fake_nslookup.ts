/**
 * Windows' nslookup, for tests: answers about PTR and TXT records, one question as an argument or many
 * as lines of standard input, as captures show it.
 *
 * @module
 */
import type { Capture, RunOptions } from "../../lib/host/host.ts";
import { addressAsked } from "./arpa_question.ts";

/** What the name server knows. */
export interface Zone {
  /** The name of an address; null where it has none. */
  readonly ptr?: (address: string) => string | null;
  /** The texts of a name; none where there is none. */
  readonly txt?: (name: string) => readonly string[];
}

/** nslookup, and what it was asked. */
export interface FakeNslookup {
  /** What each question was about, as `PTR 8.8.8.8` or `TXT name`, in order. */
  readonly asked: string[];
  /** Runs it. */
  run(args: readonly string[], options: RunOptions): Capture;
}

/** Makes one. */
export function fakeNslookup({ ptr = () => null, txt = () => [] }: Zone): FakeNslookup {
  const asked: string[] = [];
  const answer = (question: string, type: string): Printed => {
    const name = question.replace(/\.$/, "");
    const about = type === "PTR" ? addressAsked(question) : name;
    asked.push(`${type} ${about}`);
    const lines = type === "PTR"
      ? [ptr(about)].filter((found) => found !== null).map((found) => `${name}\tname = ${found}`)
      : txt(name).map((text) => `${name}\ttext =\r\n\r\n\t"${text}"`);
    if (lines.length === 0) {
      return {
        out: SERVER,
        err: `*** dns.example can't find ${question}: Non-existent domain\r\n`,
      };
    }
    return {
      out: `${SERVER}${lines.map((line) => `${line}\r\n`).join("")}`,
      err: "Non-authoritative answer:\r\n",
    };
  };
  return {
    asked,
    run(args, { input }) {
      const type = args.find((arg) => arg.startsWith("-type="))?.slice(6).toUpperCase() ?? "A";
      const words = args.filter((arg) => !arg.startsWith("-") || arg === "-");
      if (input === undefined) return printed([answer(words[0]!, type)]);
      const lines = new TextDecoder().decode(input).split(/\r?\n/).filter((line) => line !== "");
      const parts = lines.map((line) => answer(line, type));
      return printed([
        { out: SERVER.replace("Server", "Default Server"), err: "" },
        ...parts.map(({ out, err }) => ({ out: `> ${out}`, err })),
        { out: "> ", err: "" },
      ]);
    },
  };
}

interface Printed {
  readonly out: string;
  readonly err: string;
}

const SERVER = "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n";

function printed(parts: readonly Printed[]): Capture {
  const bytes = (texts: readonly string[]) => new TextEncoder().encode(texts.join(""));
  return {
    stdout: bytes(parts.map(({ out }) => out)),
    stderr: bytes(parts.map(({ err }) => err)),
    code: 0,
  };
}
