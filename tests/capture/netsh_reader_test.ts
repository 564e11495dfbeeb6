import { assert, assertEquals, assertRejects } from "@std/assert";
import { netshReader } from "../../lib/capture/netsh_reader.ts";
import { NotRecordedError } from "../../lib/errors.ts";
import { type Capture, type Host, HostError } from "../../lib/host/host.ts";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { fakeHost } from "../support/fake_host.ts";

const QUEUES = "x:\r\n---------\r\n\r\nQueue: Größen\r\n    IDs:\r\n        944\r\n" +
  "    URLs:\r\n        HTTP://+:80/GRÖSSE/\r\n";
const RANGES = "x\r\n-----    -----\r\n  50000   50059   *\r\n";
const URLS = "x\r\n-----\r\n    URL: http://+:80/a/\r\n        User: PC\\jörg\r\n";
const EMPTY = "x\r\n-----\r\n";

type Answer = string | { readonly code: number; readonly text: string } | Error;

/** A Windows whose netsh answers by the arguments; the calls that it got. */
async function computer(answer: (args: string) => Answer) {
  const encode = await encodeCodePage(850);
  const calls: string[] = [];
  const run: Host["run"] = (tool, args) => {
    if (tool === "netsh") calls.push([tool, ...args].join(" "));
    const given = tool === "chcp" ? "Aktive Codepage: 850." : answer(args.join(" "));
    if (given instanceof Error) return Promise.reject(given);
    const { code, text } = typeof given === "string" ? { code: 0, text: given } : given;
    const capture: Capture = { stdout: encode(text), stderr: new Uint8Array(), code };
    return Promise.resolve(capture);
  };
  const pages = { consoleCodePage: () => 850, oemCodePage: () => 850 };
  const progress: string[] = [];
  const host = fakeHost({ os: "windows", run, ...pages });
  const netsh = netshReader(host, {
    timeoutMilliseconds: 1000,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  return { netsh, calls, progress };
}

const QUEUE_CALL = "netsh http show servicestate view=requestq";
const LIST_CALLS = [
  "netsh int ipv4 show excludedportrange protocol=tcp",
  "netsh int ipv6 show excludedportrange protocol=tcp",
  "netsh int ipv4 show excludedportrange protocol=udp",
  "netsh int ipv6 show excludedportrange protocol=udp",
  "netsh http show urlacl",
];

Deno.test("each question is asked once, in the console's code page", async () => {
  const { netsh, calls, progress } = await computer((args) =>
    args.includes("servicestate") ? QUEUES : args.includes("urlacl") ? URLS : RANGES
  );
  const [state] = await Promise.all([netsh.readState(), netsh.readState()]);
  assertEquals(state?.queues.map(({ name, urls }) => [name, urls]), [
    ["Größen", ["HTTP://+:80/GRÖSSE/"]],
  ]);
  assertEquals(calls, [QUEUE_CALL]);
  const { ranges, urls, isWhole } = await netsh.readReservations();
  await netsh.readReservations();
  assertEquals(calls, [QUEUE_CALL, ...LIST_CALLS]);
  const range = { start: 50000, end: 50059, administered: true };
  assertEquals(ranges, [
    { ...range, protocol: "TCP", family: "IPv4" },
    { ...range, protocol: "TCP", family: "IPv6" },
    { ...range, protocol: "UDP", family: "IPv4" },
    { ...range, protocol: "UDP", family: "IPv6" },
  ]);
  assertEquals(urls, [{ url: "http://+:80/a/", users: ["PC\\jörg"] }]);
  assertEquals([isWhole, netsh.warnings(), netsh.notRecorded()], [true, [], []]);
  assertEquals(progress, ["0/1", "1/1", "0/5", "1/5", "2/5", "3/5", "4/5", "5/5"]);
});

Deno.test("empty lists are whole", async () => {
  const { netsh } = await computer(() => EMPTY);
  assertEquals(await netsh.readReservations(), { ranges: [], urls: [], isWhole: true });
  assertEquals(await netsh.readState(), { queues: [], otherUrls: [] });
  assertEquals(netsh.warnings(), []);
});

Deno.test("what netsh says of a failure is told, and the other lists are read", async () => {
  const text = "\r\nDer angeforderte Vorgang erfordert erhöhte Rechte.\r\n\r\n";
  const { netsh } = await computer((args) => args.includes("ipv6") ? { code: 1, text } : RANGES);
  const { ranges, isWhole } = await netsh.readReservations();
  assertEquals([ranges.length, isWhole], [2, false]);
  assertEquals(
    netsh.warnings(),
    ["tcp", "udp"].map((protocol) =>
      `Cannot use netsh int ipv6 show excludedportrange protocol=${protocol}: it exited with code 1; ` +
      "reserved ports may be missing. It says: Der angeforderte Vorgang erfordert erhöhte Rechte."
    ),
  );
});

Deno.test("a message that ends with 0 is no list", async () => {
  const { netsh } = await computer(() => "\r\nStopped.\r\n");
  assertEquals(await netsh.readState(), null);
  assertEquals(netsh.warnings(), [
    `Cannot understand ${QUEUE_CALL}: it printed no list; the programs behind HTTP.sys are missing. ` +
    "It says: Stopped.",
  ]);
});

Deno.test("a netsh that does not know the view is asked without it", async () => {
  const { netsh, calls } = await computer((args) =>
    args.endsWith("view=requestq") ? { code: 97, text: "?" } : QUEUES
  );
  assertEquals((await netsh.readState())?.queues.length, 1);
  assertEquals(calls, [QUEUE_CALL, "netsh http show servicestate"]);
  assertEquals(netsh.warnings(), []);
});

Deno.test("without netsh there is one warning for all lists, and no second try", async () => {
  const { netsh, calls } = await computer(() => new HostError("notFound", "No netsh"));
  assertEquals(await netsh.readState(), null);
  assertEquals(await netsh.readReservations(), { ranges: [], urls: [], isWhole: false });
  assertEquals(calls, [QUEUE_CALL, ...LIST_CALLS]);
  const what = "Cannot run netsh: it is missing from Windows' System32 folder; ";
  assertEquals(netsh.warnings().map((warning) => warning.split(". ")[0]), [
    `${what}the programs behind HTTP.sys are missing`,
    `${what}reserved ports may be missing`,
  ]);
});

Deno.test("what a recording lacks is no warning", async () => {
  const { netsh } = await computer((args) => new NotRecordedError(`netsh ${args}`));
  assertEquals(await netsh.readState(), null);
  assertEquals((await netsh.readReservations()).isWhole, false);
  assertEquals(netsh.warnings(), []);
  assertEquals(netsh.notRecorded(), [QUEUE_CALL, ...LIST_CALLS]);
});

Deno.test("an interruption goes on", async () => {
  const { netsh } = await computer(() => new DOMException("stop", "AbortError"));
  const error = await assertRejects(() => netsh.readState());
  assert(error instanceof DOMException);
});
