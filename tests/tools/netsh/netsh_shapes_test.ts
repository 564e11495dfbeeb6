// Odd forms of netsh's output: cut, copied, damaged.
import { assertEquals } from "@std/assert";
import { httpUrlPort } from "../../../lib/tools/netsh/http_url.ts";
import { parsePortRanges } from "../../../lib/tools/netsh/port_ranges.ts";
import { parseServiceState } from "../../../lib/tools/netsh/service_state.ts";
import { parseUrlReservations } from "../../../lib/tools/netsh/url_reservations.ts";
import { assertQuick } from "../../support/timing.ts";

Deno.test("the port of a URL that HTTP.sys serves", () => {
  const ports: Readonly<Record<string, number | null>> = {
    "HTTP://+:80/": 80,
    "https://*:443/": 443,
    "http://192.0.2.7:8080:192.0.2.7/": 8080,
    "HTTP://[::1]:5985/WSMAN/": 5985,
    "HTTPS://[2001:db8::7]:8443:[2001:db8::7]/a:1/b": 8443,
    "http://www.example:8000/x:9/": 8000,
    "http://+/": 80,
    "HTTPS://www.example/": 443,
    "http://[::1]/": 80,
    "http://*:65535": 65535,
    "https:// www.example:443/report/": 443, // as Microsoft's pages print it
    "http://*:0/": null,
    "http://*:65536/": null,
    "http://*:abc/": null,
    "http://:80/": null,
    "http:///": null,
    "ftp://*:21/": null,
    "net.tcp://*:808/": null,
    "": null,
  };
  for (const [url, port] of Object.entries(ports)) {
    assertEquals([url, httpUrlPort(url)], [url, port]);
  }
});

Deno.test("a range needs two ports in their order; a line like one is rejected", () => {
  const { rows, rejected } = parsePortRanges([
    "     1025        1124     ",
    "     2000        1999",
    "        0          80",
    "    60000       65536",
    "   123456      123457",
    "     3000        3099     * 7",
    "     3000        3099     x",
    "     4000",
    "Start Port      : 49152",
    "Number of Ports : 16384",
    "* - Administered port exclusions.",
    "5000 5001\t*",
  ].join("\n"));
  assertEquals(rows, [
    { start: 1025, end: 1124, administered: false },
    { start: 5000, end: 5001, administered: true },
  ]);
  assertEquals(rejected.map(({ line }) => line), [2, 3, 4, 5, 6, 7]);
});

Deno.test("a part of the output, copied with the line of the prompt", () => {
  const queue = [
    "    Request queue name: My Pool",
    "        Max requests: 1000",
    "        Processes:",
    "            ID: 33704, image: D:\\Soft\\Desk top\\a.exe",
    "            Services: One",
    "                Two",
    "            Tagged Service: Two",
    "        Registered URLs:",
    "            HTTP://127.0.0.1:19443:127.0.0.1/",
  ];
  const expected = [{
    name: "My Pool",
    processes: [{
      pid: 33704,
      image: "D:\\Soft\\Desk top\\a.exe",
      services: ["One", "Two"],
      taggedService: "Two",
    }],
    urls: ["HTTP://127.0.0.1:19443:127.0.0.1/"],
  }];
  for (const before of [[], ["C:\\>netsh http show servicestate", ""], ["...[snip]..."]]) {
    assertEquals(parseServiceState([...before, ...queue].join("\r\r\n")).queues, expected);
  }
  // Double spaced, with tabs, and without the space before the first line.
  assertEquals(parseServiceState(queue.join("\n\n")).queues, expected);
  assertEquals(parseServiceState(queue.join("\n").replaceAll("    ", "\t")).queues, expected);
  assertEquals(parseServiceState(queue.join("\n").trim()).queues, expected);
});

Deno.test("process IDs must be some; other numbers are none", () => {
  const { queues } = parseServiceState([
    "Queue: unnamed.",
    "    Limit: 1000",
    "    Numbers:",
    "        944",
    "        0",
    "        99999999999",
    "        ID: 4294967296, image: C:\\a.exe",
    "    12",
  ].join("\n"));
  assertEquals(queues.map(({ processes }) => processes.map(({ pid }) => pid)), [[944]]);
});

Deno.test("the process that controls a queue serves nothing", () => {
  const { queues } = parseServiceState([
    "Queue: Pool",
    "    Controller process ID: 3408, image: C:\\Windows\\System32\\svchost.exe",
    "    Services: WAS",
    "    Processes:",
    "        ID: 944, image: C:\\w3wp.exe",
    "    Registered URLs:",
    "        HTTP://*:80/",
  ].join("\n"));
  assertEquals(queues.map(({ processes }) => processes), [[
    { pid: 944, image: "C:\\w3wp.exe", services: null, taggedService: null },
  ]]);
});

Deno.test("several unnamed queues of older Windows share their URLs with nobody in particular", () => {
  const { queues, otherUrls } = parseServiceState([
    "Session: FF00000020000001",
    "    Group: FE00000040000001",
    "        Queue: none",
    "        URLs:",
    "            HTTP://+:80/A/",
    "Queues:",
    "    Queue: none",
    "        IDs:",
    "            944",
    "    Queue: none",
    "        IDs:",
    "            1344",
  ].join("\n"));
  assertEquals(queues.map(({ processes, urls }) => [processes.length, urls]), [[1, []], [1, []]]);
  assertEquals(otherUrls, ["HTTP://+:80/A/"]);
});

Deno.test("a line of a group that lost its indentation is no queue that nobody serves", () => {
  const { queues, otherUrls } = parseServiceState([
    "URL group ID: FE00000140000001",
    "    Number of registered URLs: 1",
    "        Registered URLs:",
    "            HTTP://+:5985/WSMAN/",
    "Request queue name: Request queue is unnamed.",
    "    Processes:",
    "        ID: 944, image: <?>",
    "    Registered URLs:",
    "        HTTP://+:5985/WSMAN/",
  ].join("\r\n"));
  assertEquals(queues.map(({ processes }) => processes.map(({ pid }) => pid)), [[944]]);
  assertEquals(otherUrls, []);
});

Deno.test("reserved URLs that lost their indentation, and what stands below the last one", () => {
  const flat = [
    "Reserved URL : http://+:80/a/",
    "User: PC\\ann",
    "Listen: Yes",
    "Delegate: No",
    "User: PC\\ben",
    "Listen: Yes",
    "Delegate: No",
    "SDDL: D:(A;;GX;;;WD)",
    "Reserved URL : https://*:443/",
    "User: \\Everyone",
  ];
  const expected = [
    { url: "http://+:80/a/", users: ["PC\\ann", "PC\\ben"] },
    { url: "https://*:443/", users: ["\\Everyone"] },
  ];
  assertEquals(parseUrlReservations(flat.join("\n")), expected);
  assertEquals(
    parseUrlReservations("    Reserved URL : http://+:80/\n        SDDL: D:(A;;GX;;;WD)"),
    [
      { url: "http://+:80/", users: [] },
    ],
  );
  const prompt = "    Reserved URL : http://+:80/\n        User: PC\\ann\n\nC:\\>dir: x\n";
  assertEquals(parseUrlReservations(prompt), [{ url: "http://+:80/", users: ["PC\\ann"] }]);
});

Deno.test("the error of an account that was deleted is no account", () => {
  const lines = [
    "    Reserved URL            : http://+:80/a/ ",
    "        User: \\Everyone",
    "            Listen: Yes",
    "            Delegate: No",
    "        Can't lookup sid, Error: 1332",
    "            Listen: Yes",
    "            Delegate: No",
    "            SDDL: D:(A;;GX;;;WD)(A;;GX;;;S-1-5-21-1-2-3-1001) ",
    "",
    "    Reserved URL            : https://+:444/b/ ",
    "        Can't lookup sid, Error: 1332",
    "            SDDL: D:(A;;GA;;;S-1-5-80-1-2-3-4) ",
  ];
  const expected = [
    { url: "http://+:80/a/", users: ["\\Everyone"] },
    { url: "https://+:444/b/", users: [] },
  ];
  assertEquals(parseUrlReservations(lines.join("\r\n")), expected);
});

Deno.test("long lines and many lines take linear time", async () => {
  const long = 200_000;
  const texts = [
    `a:${" ".repeat(long)}1`,
    `ID: 1,${" ".repeat(long)}x: ${"<".repeat(long)}`,
    `${"-".repeat(long)} ${"- ".repeat(long)}`,
    `R: http://${"[".repeat(long)}`,
    `R: http://+:80/\n U: ${"O:B".repeat(long)}`,
    "Queue: a\n  IDs:\n    1\n".repeat(20_000),
    "  R: http://+:80/\n    U: a\n".repeat(20_000),
    `${"1 ".repeat(long)}`,
  ];
  for (const text of texts) {
    await assertQuick(2000, () => {
      parseServiceState(text);
      parseUrlReservations(text).forEach(({ url }) => httpUrlPort(url));
      parsePortRanges(text);
    });
  }
});
