// Who is behind a port of Windows' kernel, and what is reserved of a port that nothing uses.
import { assertEquals, assertMatch } from "@std/assert";
import type { ListedRange, NetshReader } from "../../lib/capture/netsh_reader.ts";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { reportText } from "../../lib/inspect/inspection_report.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import type { Inspection } from "../../lib/model/inspection.ts";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import type { HttpProcess, ServiceState } from "../../lib/tools/netsh/service_state.ts";
import type { UrlReservation } from "../../lib/tools/netsh/url_reservations.ts";
import { fakeHost } from "../support/fake_host.ts";
import { BROWSER_PATH, inspectedHost } from "../support/inspected_host.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";

interface Told {
  readonly queues?: ServiceState["queues"];
  readonly otherUrls?: readonly string[];
  readonly ranges?: readonly ListedRange[];
  readonly urls?: readonly UrlReservation[];
  readonly isWhole?: boolean;
}

/** Inspects a machine on which the kernel listens on port 445, and netsh tells the rest. */
async function inspected(targets: readonly string[], told: Told = {}) {
  const { host: overrides } = inspectedHost(await encodeCodePage(850));
  const host = fakeHost(overrides);
  const asked: string[] = [];
  const { queues = [], otherUrls = [], ranges = [], urls = [], isWhole = true } = told;
  const netsh: NetshReader = {
    readState: () => {
      asked.push("state");
      return Promise.resolve({ queues, otherUrls });
    },
    readReservations: () => {
      asked.push("reservations");
      return Promise.resolve({ ranges, urls, isWhole });
    },
    warnings: () => [],
    notRecorded: () => [],
  };
  const snapshot = await wholeSnapshot(host);
  const result = await inspectTargets(host, targets.map(readTarget), { snapshot, netsh });
  return { ...result, asked };
}

const process = (pid: number, more: Partial<HttpProcess> = {}): HttpProcess => ({
  pid,
  image: null,
  services: null,
  taggedService: null,
  ...more,
});

const short = ({ relation, pid, process, localPort, note }: Inspection): unknown[] => [
  relation,
  pid,
  process,
  localPort,
  note,
];

const aboutPorts = (rows: readonly Inspection[]) =>
  rows.filter(({ relation }) => relation === "application" || relation === "reservation");

const report = (rows: readonly Inspection[]) =>
  reportText(rows, { columns: 100, color: false, lookups: { resolve: false, owner: false } });

Deno.test("a program on HTTP.sys stands above the kernel's sockets, with the facts about it", async () => {
  const { rows, asked } = await inspected([":445"], {
    queues: [
      { name: null, processes: [process(4711)], urls: ["HTTP://+:445/A/", "HTTP://+:80/"] },
      { name: "Other", processes: [process(5000)], urls: ["HTTPS://*:443/"] },
    ],
  });
  assertEquals(rows.map(({ relation, pid }) => [relation, pid]), [
    ["application", 4711],
    ["process", 4],
    ["listener", 4],
  ]);
  const { path, user, services, startedAt, parent, sha256, protocol, localService, target, note } =
    rows[0]!;
  assertEquals([path, user, services, parent], [BROWSER_PATH, "PC\\anna", null, "explorer.exe"]);
  assertEquals([startedAt, sha256?.slice(0, 4)], ["2026-01-01T09:00:00.000Z", "abab"]);
  assertEquals([protocol, rows[0]!.localPort, localService, target], [
    "TCP",
    445,
    "microsoft-ds",
    ":445",
  ]);
  assertEquals(note, "serves HTTP://+:445/A/ through HTTP.sys");
  assertEquals(asked, ["state"]);
  assertMatch(report(rows), /^Port 445 is served by browser\.exe {2}PID 4711\n/);
});

Deno.test("the service that opened the queue, where netsh names it", async () => {
  const tagged = process(912, { services: ["RpcSs", "WinRM"], taggedService: "WinRM" });
  const { rows } = await inspected(["445"], {
    queues: [{ name: null, processes: [tagged], urls: ["HTTP://+:445/WSMAN/"] }],
  });
  const [row] = aboutPorts(rows);
  // All services are those of the process list.
  assertEquals([row?.services, row?.socketService], [["RpcEptMapper", "RpcSs"], "WinRM"]);
  assertMatch(
    row?.note ?? "",
    /^serves HTTP:\/\/\+:445\/WSMAN\/ through HTTP\.sys, service WinRM; /,
  );
});

Deno.test("netsh's path and services stand in for those that the process list lacks", async () => {
  const unlisted = process(31000, { image: "D:\\Web\\server.exe", services: ["Web"] });
  const { rows } = await inspected([":445"], {
    queues: [{ name: null, processes: [unlisted], urls: ["http://[::1]:445/"] }],
  });
  const [row] = aboutPorts(rows);
  assertEquals([row?.process, row?.path, row?.services, row?.note], [
    "server.exe",
    "D:\\Web\\server.exe",
    ["Web"],
    "serves http://[::1]:445/ through HTTP.sys",
  ]);
});

Deno.test("a path that opens no file is left out, its name is not", async () => {
  const hidden = process(31000, { image: "\\Device\\HarddiskVolume3\\Web\\server.exe" });
  const { rows } = await inspected([":445"], {
    queues: [{ name: null, processes: [hidden], urls: ["http://*:445/"] }],
  });
  const [row] = aboutPorts(rows);
  assertEquals([row?.process, row?.path], ["server.exe", null]);
});

Deno.test("several programs and queues on a port: a row for each program", async () => {
  const { rows } = await inspected([":440-450"], {
    queues: [
      { name: "Pool", processes: [], urls: ["HTTP://a.example:445/"] },
      { name: "Sites", processes: [process(5000), process(4711)], urls: ["HTTP://b.example:445/"] },
      { name: null, processes: [process(5000)], urls: ["HTTP://+:445/c/", "HTTP://+:443/"] },
    ],
  });
  assertEquals(aboutPorts(rows).map(short), [
    [
      "application",
      5000,
      "helper.exe",
      443,
      "serves HTTP://+:443/ through HTTP.sys; its parent has ended: its process ID 900 was used " +
      "again; its file could not be looked at: administrator's rights may be needed",
    ],
    [
      "application",
      5000,
      "helper.exe",
      445,
      "serves HTTP://b.example:445/ (request queue Sites), HTTP://+:445/c/ through HTTP.sys; its " +
      "parent has ended: its process ID 900 was used again; its file could not be looked at: " +
      "administrator's rights may be needed",
    ],
    [
      "application",
      4711,
      "browser.exe",
      445,
      "serves HTTP://b.example:445/ (request queue Sites) through HTTP.sys",
    ],
    [
      "application",
      null,
      null,
      445,
      "registered with HTTP.sys, but no program serves it now: HTTP://a.example:445/ (request " +
      "queue Pool)",
    ],
  ]);
  assertMatch(report(rows), /\n\nPort 445 is held by HTTP\.sys\n {2}note/);
});

Deno.test("a URL of an older Windows that could be of two queues is no program's", async () => {
  const { rows } = await inspected([":445"], {
    queues: [
      { name: null, processes: [process(912)], urls: [] },
      { name: null, processes: [process(5000)], urls: [] },
    ],
    otherUrls: ["HTTP://+:445/A/", "HTTP://+:446/"],
  });
  assertEquals(aboutPorts(rows).map(short), [[
    "application",
    null,
    null,
    445,
    "registered with HTTP.sys: HTTP://+:445/A/; netsh does not tell by which program, perhaps PID " +
    "912 or 5000",
  ]]);
});

Deno.test("many URLs are counted in the end", async () => {
  const urls = Array.from({ length: 11 }, (_, index) => `HTTP://h${index}.example:445/`);
  const { rows } = await inspected([":445"], {
    queues: [{ name: null, processes: [process(4711)], urls }],
  });
  assertMatch(aboutPorts(rows)[0]?.note ?? "", /h7\.example:445\/ and 3 more URLs through/);
});

Deno.test("netsh is asked only about ports, and only where it can tell more", async () => {
  const asked = async (target: string) => (await inspected([target])).asked;
  assertEquals(await asked(":445"), ["state"]);
  assertEquals(await asked("445"), ["state"]);
  assertEquals(await asked(":microsoft-ds"), ["state"]);
  assertEquals(await asked("0.0.0.0:445"), ["state"]);
  assertEquals(await asked("127.0.0.1:445"), ["state"], "0.0.0.0 is every address");
  // Another program listens there, a peer has the port, or the target is no port.
  for (const target of [":135", ":9222", ":443", "4", "pid:4", "System", "0.0.0.0"]) {
    assertEquals([target, ...await asked(target)], [target]);
  }
  // Another computer's port.
  assertEquals(await asked("198.51.100.9:445"), []);
  assertEquals(await asked("198.51.100.9:8080"), []);
  assertEquals(await asked("127.0.0.1:9222"), []);
  assertEquals(await asked("127.0.0.1:8080"), ["reservations"]);
  assertEquals(await asked("192.0.2.7:8080"), ["reservations"], "an address of this computer");
  assertEquals(await asked("8080"), ["reservations"]);
  assertEquals(await asked("pid:8080"), []);
});

const range = (
  [start, end]: readonly [number, number],
  more: Partial<ListedRange> = {},
): ListedRange => ({ start, end, administered: false, protocol: "TCP", family: "IPv4", ...more });

Deno.test("a reserved port: which range, whose, and what a program gets that asks for it", async () => {
  const { rows, missing } = await inspected([":8080"], {
    ranges: [
      range([8000, 8099]),
      range([8000, 8099], { family: "IPv6" }),
      range([8080, 8080], { family: "IPv6" }),
      range([8080, 8081], { administered: true, protocol: "UDP" }),
      range([8081, 8090]),
      range([1, 8079]),
    ],
    urls: [
      { url: "http://+:8080/api/", users: ["\\Everyone", "PC\\anna"] },
      { url: "http://+:80/", users: [] },
    ],
  });
  assertEquals(missing, []);
  assertEquals(rows.map(({ relation, protocol, localPort }) => [relation, protocol, localPort]), [
    ["reservation", "TCP", 8080],
    ["reservation", "TCP", 8080],
    ["reservation", "UDP", 8080],
    ["reservation", "TCP", 8080],
  ]);
  const [taken, single, administered, url] = rows.map(({ note }) => note ?? "");
  assertMatch(taken!, /^ports 8000-8099, reserved for TCP on IPv4 and IPv6, taken at run time/);
  assertMatch(taken!, /Hyper-V.* restart; a program that asks for this port is refused \(10013/);
  assertMatch(
    single!,
    /^port 8080, reserved for TCP on IPv6: HTTP\.sys or another program registered it alone/,
  );
  assertEquals(/Hyper-V/.test(single!), false);
  assertMatch(
    administered!,
    /^ports 8080-8081, reserved for UDP on IPv4 by an administrator or an/,
  );
  assertMatch(administered!, /but a program that asks for this port gets it$/);
  assertMatch(
    url!,
    /^the URL http:\/\/\+:8080\/api\/ is reserved for Everyone and PC\\anna, to be/,
  );
  assertEquals(rows[0]?.localService, "http-alt");
  assertMatch(report(rows), /^Nothing uses port 8080, but it is reserved\n {2}ports 8000-8099/);
  assertMatch(
    report(rows),
    /\n {2}Take another port, restart Windows, or as an administrator: net stop winnat/,
  );
});

Deno.test("a reserved URL alone takes no port, and nothing needs to be done about a set range", async () => {
  const urls = [{ url: "http://+:8080/", users: ["\\Everyone"] }];
  const { rows } = await inspected([":8080"], { urls });
  assertMatch(report(rows), /^Nothing uses port 8080, but a URL on it is reserved\n/);
  const several = await inspected([":8000-8090"], { urls });
  assertMatch(report(several.rows), /^Nothing uses port 8080, but a URL on it is reserved\n/);
  const ranges = [range([8080, 8081], { administered: true })];
  const both = await inspected([":8080"], { urls, ranges });
  assertMatch(report(both.rows), /^Nothing uses port 8080, but it is reserved\n/);
  assertEquals(/winnat/.test(report(both.rows)), false);
});

Deno.test("a range of ports that nothing uses: the port, where a reservation holds one of them", async () => {
  const { rows } = await inspected([":8000-8090"], {
    ranges: [range([8090, 8200]), range([8000, 8010], { administered: true })],
    urls: [{ url: "https://*:8001/", users: [] }],
  });
  assertEquals(rows.map(({ localPort }) => localPort), [8090, null, 8001]);
  assertMatch(rows[1]?.note ?? "", /a program that asks for one of these ports gets it$/);
  assertMatch(report(rows), /^Nothing uses :8000-8090, but ports of it are reserved\n/);
});

Deno.test("a port that nothing uses or has reserved is missing, and it is said that both were looked for", async () => {
  const missing = async (target: string, told: Told) =>
    (await inspected([target], told)).missing.map(({ message }) => message);
  const told = { ranges: [range([1, 8079]), range([8081, 9000])] };
  assertEquals(await missing(":8080", told), [
    "Cannot find a socket on port 8080: nothing here has it at either end, and nothing has reserved it",
  ]);
  assertEquals(await missing("8080", told), [
    "Cannot find 8080: no process has this ID, and nothing here uses or has reserved this port",
  ]);
  // Where a list is missing, that cannot be said.
  assertEquals(await missing(":8080", { isWhole: false }), [
    "Cannot find a socket on port 8080: nothing here has it at either end",
  ]);
});

Deno.test("an address that nothing has: what is reserved of its port here", async () => {
  const { rows } = await inspected(["127.0.0.1:8080"], { ranges: [range([8080, 8080])] });
  assertEquals(rows.map(({ relation }) => relation), ["address", "reservation"]);
});

Deno.test("names from netsh reach no terminal as they are", async () => {
  const { rows } = await inspected([":8080"], {
    urls: [{ url: "http://+:8080/\u001b[2J", users: ["PC\\\u0007"] }],
  });
  // deno-lint-ignore no-control-regex -- these must not be there
  assertEquals(/[\u0007\u001b]/.test(report(rows)), false);
});
