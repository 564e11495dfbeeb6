/**
 * A name server on loopback that says what a test wants it to.
 *
 * ```ts
 * await using server = await startDnsServer({
 *   "www.example A": ["192.0.2.1", "192.0.2.2"],
 *   "alias.example A": [
 *     { type: "CNAME", data: "www.example" },
 *     { name: "www.example", data: "192.0.2.1" },
 *   ],
 *   "example MX": [{ data: { preference: 10, exchange: "mail.example" } }],
 *   "slow.example A": { delay: 300, then: ["192.0.2.3"] },
 *   "broken.example A": "SERVFAIL",
 *   "gone.example A": "silent",
 * });
 * await ask("127.0.0.1", server.port);
 * assertEquals(server.queries, ["www.example A"]);
 * ```
 *
 * @module
 */
// Deno's own datagrams are unstable.
import { Buffer } from "node:buffer";
import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import dnsPacket from "dns-packet";

/** A record of an answer: its data, in the form that the package dns-packet wants. */
export interface AnswerRecord {
  /** Whose it is. @default the name that was asked about */
  readonly name?: string;
  /** Its type. @default the type that was asked for */
  readonly type?: string;
  /** An address, a host name, texts, or an object for MX, SRV and SOA. */
  readonly data: unknown;
}

/** What the server says. A record that is a string holds just that, such as an address. */
export type Answer =
  | readonly (string | AnswerRecord)[]
  | "NXDOMAIN"
  | "NODATA"
  | "SERVFAIL"
  | "REFUSED"
  | "silent"
  /** The answer comes so many milliseconds later. */
  | { readonly delay: number; readonly then: Answer }
  /** Over UDP it is cut; whole over TCP. Answers that do not fit are cut anyway. */
  | { readonly truncated: Answer }
  /** These bytes after the ID, whatever they are. */
  | { readonly raw: Uint8Array };

/** Answers by `NAME TYPE`, the name in lower case without a final dot, or a function for them. */
export type Zone = Readonly<Record<string, Answer>> | ((name: string, type: string) => Answer);

/** A server that runs. Ends with {@linkcode DnsServer.stop}, or by `await using`. */
export interface DnsServer extends AsyncDisposable {
  /** Where it listens. */
  readonly address: string;
  /** The port of both UDP and TCP. */
  readonly port: number;
  /** What was asked, `NAME TYPE`, in that order; a question that is asked again stands again. */
  readonly queries: readonly string[];
  /** How many of {@linkcode DnsServer.queries} came over TCP. */
  readonly overTcp: number;
  /** The most different questions that waited for an answer at once; silent ones do not count. */
  readonly mostInFlight: number;
  /** Ends it. */
  stop(): Promise<void>;
}

interface Query {
  readonly id: number;
  readonly question: { readonly name: string; readonly type: string };
  readonly payload: number;
}

const [RCODE, AUTHORITATIVE, TRUNCATED] = [
  { NXDOMAIN: 3, NODATA: 0, SERVFAIL: 2, REFUSED: 5 },
  0x400,
  0x200,
];
/** RFC 1035, section 4.2.1: what fits into UDP where nobody says otherwise. */
const PLAIN_UDP_BYTES = 512;

/** Starts a server on a free port of 127.0.0.1. */
export async function startDnsServer(
  zone: Zone,
  { authoritative = true, address = "127.0.0.1" }: {
    /** Whether it says that its answers are authoritative. @default true */
    authoritative?: boolean;
    /** Where it listens. @default "127.0.0.1" */
    address?: string;
  } = {},
): Promise<DnsServer> {
  const queries: string[] = [];
  const waiting = new Map<string, number>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const connections = new Set<Socket>();
  let mostInFlight = 0;
  let overTcp = 0;

  const receive = (bytes: Uint8Array, tcp: boolean, send: (bytes: Buffer) => void): void => {
    const query = readQuery(bytes);
    if (query === null) return;
    const { name, type } = query.question;
    const key = `${name.toLowerCase()} ${type}`;
    queries.push(key);
    if (tcp) overTcp++;
    let answer = answerOf(zone, name.toLowerCase(), type);
    if (answer === "silent") return;
    waiting.set(key, (waiting.get(key) ?? 0) + 1);
    mostInFlight = Math.max(mostInFlight, waiting.size);
    let delay = 0;
    while (typeof answer === "object" && "delay" in answer) {
      delay += answer.delay;
      answer = answer.then;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      const left = waiting.get(key)! - 1;
      if (left === 0) waiting.delete(key);
      else waiting.set(key, left);
      const response = respond(query, answer, { tcp, authoritative });
      if (response !== null) send(response);
    }, delay);
    timers.add(timer);
  };

  const { udp, tcp, port } = await listen(address);
  udp.on("message", (bytes, { address, port }) => {
    receive(bytes, false, (answer) => udp.send(answer, port, address));
  });
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    let kept = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      kept = Buffer.concat([kept, chunk]);
      while (kept.length >= 2 && kept.length >= 2 + kept.readUInt16BE(0)) {
        const end = 2 + kept.readUInt16BE(0);
        receive(kept.subarray(2, end), true, (answer) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(answer.length);
          if (!socket.destroyed) socket.write(Buffer.concat([length, answer]));
        });
        kept = kept.subarray(end);
      }
    });
  });

  const stop = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of connections) socket.destroy();
    await Promise.all([
      new Promise<void>((done) => udp.close(() => done())),
      new Promise<void>((done) => tcp.close(() => done())),
    ]);
  };
  return {
    address,
    port,
    queries,
    get overTcp() {
      return overTcp;
    },
    get mostInFlight() {
      return mostInFlight;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** UDP and TCP on one free port; the port that UDP got may be taken for TCP. */
async function listen(
  address: string,
): Promise<{ udp: DatagramSocket; tcp: Server; port: number }> {
  for (let attempt = 0;; attempt++) {
    const udp = createSocket(address.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((done) => udp.bind(0, address, done));
    const { port } = udp.address();
    const tcp = createServer();
    try {
      await new Promise<void>((done, failed) => {
        tcp.once("error", failed);
        tcp.listen(port, address, done);
      });
      return { udp, tcp, port };
    } catch (error) {
      udp.close();
      if (attempt === 20) throw error;
    }
  }
}

function readQuery(bytes: Uint8Array): Query | null {
  try {
    const { id, questions, additionals } = dnsPacket.decode(Buffer.from(bytes));
    const [question] = questions;
    if (question === undefined) return null;
    const edns = additionals.find(({ type }: { type: string }) => type === "OPT");
    return { id, question, payload: Math.max(edns?.udpPayloadSize ?? 0, PLAIN_UDP_BYTES) };
  } catch {
    return null;
  }
}

function answerOf(zone: Zone, name: string, type: string): Answer {
  if (typeof zone === "function") return zone(name, type);
  const answer = zone[`${name} ${type}`];
  if (answer !== undefined) return answer;
  return Object.keys(zone).some((key) => key.startsWith(`${name} `)) ? "NODATA" : "NXDOMAIN";
}

function respond(
  { id, question, payload }: Query,
  answer: Answer,
  { tcp, authoritative }: { tcp: boolean; authoritative: boolean },
): Buffer | null {
  const cut = typeof answer === "object" && "truncated" in answer;
  const plain = cut ? answer.truncated : answer;
  if (plain === "silent") return null;
  if (typeof plain === "object" && "raw" in plain) return withId(id, plain.raw);
  const records = Array.isArray(plain) ? plain : [];
  const code = typeof plain === "string" ? RCODE[plain] : 0;
  const negative = plain === "NXDOMAIN" || plain === "NODATA";
  const encode = (answers: readonly unknown[], flags: number): Buffer =>
    dnsPacket.encode({
      type: "response",
      id,
      // RD as clients send it, RA.
      flags: 0x100 | 0x80 | (authoritative ? AUTHORITATIVE : 0) | flags | code,
      questions: [question],
      answers,
      authorities: negative ? [zoneOf(question.name)] : [],
    });
  const answers = records.map((record) =>
    typeof record === "string"
      ? { ...question, ttl: 60, data: record }
      : { ...question, ttl: 60, ...record }
  );
  const whole = encode(answers, 0);
  return !tcp && (cut || whole.length > payload) ? encode([], TRUNCATED) : whole;
}

/** Who says that there is nothing (RFC 2308). */
function zoneOf(name: string): object {
  return {
    name: name.split(".").at(-1),
    type: "SOA",
    ttl: 60,
    data: {
      mname: "ns.example",
      rname: "hostmaster.example",
      serial: 1,
      refresh: 3600,
      retry: 600,
      expire: 86400,
      minimum: 60,
    },
  };
}

function withId(id: number, rest: Uint8Array): Buffer {
  const bytes = Buffer.alloc(2 + rest.length);
  bytes.writeUInt16BE(id);
  bytes.set(rest, 2);
  return bytes;
}
