/**
 * Windows' nslookup, for tests: answers about PTR and TXT records, one question as an argument or many
 * as lines of standard input, as captures show it.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../lib/address/address.ts";
import type { Capture, RunOptions } from "../../lib/host/host.ts";

/** What the name server knows. */
export interface Zone {
  /** The name of an address; null where it has none. */
  readonly ptr?: (address: string) => string | null;
  /** The texts of a name; none where there is none. */
  readonly txt?: (name: string) => readonly string[];
}

/** nslookup, and what it was asked. */
export interface FakeNslookup {
  /** Every question, as `PTR 8.8.8.8` or `TXT name`, in order. */
  readonly asked: string[];
  /** Runs it. */
  run(args: readonly string[], options: RunOptions): Capture;
}

/** Makes one. */
export function fakeNslookup({ ptr = () => null, txt = () => [] }: Zone): FakeNslookup {
  const asked: string[] = [];
  const answer = (name: string, type: string): Printed => {
    asked.push(`${type} ${name}`);
    const own = type === "PTR" ? addressNamed(name) : name;
    const lines = type === "PTR"
      ? [ptr(own)].filter((found) => found !== null)
        .map((found) => `${arpaName(own)}\tname = ${found}`)
      : txt(own).map((text) => `${own}\ttext =\r\n\r\n\t"${text}"`);
    if (lines.length === 0) {
      return {
        out: `${SERVER}`,
        err: `*** dns.example can't find ${type === "PTR" ? arpaName(own) : own}: ` +
          "Non-existent domain\r\n",
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
      if (input === undefined) return printed([answer(withoutDot(words[0]!), type)]);
      const lines = new TextDecoder().decode(input).split(/\r?\n/).filter((line) => line !== "");
      const parts = lines.map((line) => answer(withoutDot(line), type));
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

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/** An address may be asked about as it is, or by its name under in-addr.arpa or ip6.arpa. */
function addressNamed(name: string): string {
  const labels = name.toLowerCase().split(".").slice(0, -2).reverse();
  if (name.endsWith(".in-addr.arpa")) return labels.join(".");
  if (!name.endsWith(".ip6.arpa")) return name;
  return formatAddress(parseAddress(labels.join("").replace(/(.{4})(?!$)/g, "$1:"))!);
}

function arpaName(address: string): string {
  const { family, groups } = parseAddress(address)!;
  const labels = family === 4
    ? groups.flatMap((group) => [String(group >>> 8), String(group & 0xff)])
    : [...groups.map((group) => group.toString(16).padStart(4, "0")).join("")];
  return `${labels.reverse().join(".")}.${family === 4 ? "in-addr" : "ip6"}.arpa`;
}
