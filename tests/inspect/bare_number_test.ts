import { assertEquals } from "@std/assert";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { reportText } from "../../lib/inspect/inspection_report.ts";
import { readTargets } from "../../lib/inspect/target.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fileHost } from "../support/run_main.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";

const host = fakeHost(fileHost({
  "n.txt": [
    "  TCP    0.0.0.0:443            0.0.0.0:0              LISTENING       900",
    "  TCP    192.0.2.7:443          203.0.113.9:50001      ESTABLISHED     900",
    "  TCP    192.0.2.7:50002        203.0.113.9:443        TIME_WAIT       0",
    "  TCP    [::1]:443              [::1]:50003            ESTABLISHED     901",
    "  TCP    127.0.0.1:80           0.0.0.0:0              LISTENING       80",
    "  TCP    127.0.0.1:8080         0.0.0.0:0              LISTENING       443",
    "  TCP    10.1.2.3:50004         10.9.9.9:22            ESTABLISHED     902",
    "",
  ].join("\r\n"),
  "t.csv": [
    "443,alpha.exe",
    "900,web.exe",
    "901,web6.exe",
    "80,web80.exe",
    "902,ssh.exe",
    "5000,idle",
  ]
    .map((line) => {
      const [pid, name] = line.split(",");
      return `"${name}","${pid}","Console","1","9,216 K"\r\n`;
    }).join(""),
}));

/** What rows are about, in short, and the notes of processes. */
async function inspected(...targets: string[]): Promise<string[]> {
  const snapshot = await wholeSnapshot(host, { from: ["n.txt", "t.csv"] });
  const { rows, missing } = await inspectTargets(host, readTargets(targets), { snapshot });
  return [
    ...rows.map(({ relation, pid, process, localPort, note }) =>
      [relation, pid, process, localPort ?? "-", relation === "process" ? note : null]
        .filter((part) => part !== null).join(" ")
    ),
    ...missing.map(({ message }) => message),
  ];
}

Deno.test("a number that is a process ID alone is the process", async () => {
  assertEquals(await inspected("5000"), ["process 5000 idle -"]);
  assertEquals(await inspected("902"), ["process 902 ssh.exe -", "peer 902 ssh.exe 50004"]);
});

Deno.test("a number that is a port alone is the port", async () => {
  assertEquals(await inspected("22"), await inspected(":22"));
  assertEquals(await inspected("22"), ["process 902 ssh.exe -", "peer 902 ssh.exe 50004"]);
});

Deno.test("a number that is both shows both, the process first, and says so", async () => {
  assertEquals(await inspected("443"), [
    "process 443 alpha.exe - 443 is a port here too: pid:443 or :443 shows one alone",
    "listener 443 alpha.exe 8080",
    "process 900 web.exe - uses port 443",
    "listener 900 web.exe 443",
    "peer 900 web.exe 443",
    "process 901 web6.exe - uses port 443",
    "peer 901 web6.exe 443",
    "peer 0 50002",
  ]);
  assertEquals(await inspected("pid:443"), [
    "process 443 alpha.exe -",
    "listener 443 alpha.exe 8080",
  ]);
  assertEquals((await inspected(":443")).filter((row) => row.startsWith("process")), [
    "process 900 web.exe -",
    "process 901 web6.exe -",
  ]);
});

Deno.test("a process that uses the port of its own ID is shown once, without a note", async () => {
  assertEquals(await inspected("80"), ["process 80 web80.exe -", "listener 80 web80.exe 80"]);
});

Deno.test("people read in the report that a number is both", async () => {
  const snapshot = await wholeSnapshot(host, { from: ["n.txt", "t.csv"] });
  const { rows } = await inspectTargets(host, readTargets(["443"]), { snapshot });
  const lookups = { resolve: false, owner: false };
  const report = reportText(rows, { columns: 100, color: false, lookups });
  assertEquals(
    report.split("\n").filter((line) => line.startsWith("  note")),
    [
      "  note      443 is a port here too: pid:443 or :443 shows one alone",
      "  note      uses port 443",
      "  note      uses port 443",
    ],
  );
});

Deno.test("port 0, which Linux gives a listener's other end, is no port of a number", async () => {
  const rows = await inspected("0");
  assertEquals(rows.filter((row) => row.startsWith("listener")), []);
});

Deno.test("one end of connections, and a network", async () => {
  assertEquals(await inspected("203.0.113.9:443"), ["address -", "peer 0 50002"]);
  assertEquals(await inspected("[::1]:443"), [
    "address -",
    "process 901 web6.exe -",
    "peer 901 web6.exe 443",
  ]);
  assertEquals(await inspected("203.0.113.9:8443"), ["address -"]);
  assertEquals(await inspected("10.0.0.0/8"), ["process 902 ssh.exe -", "peer 902 ssh.exe 50004"]);
  assertEquals(await inspected("172.16.0.0/12"), [
    "Cannot find a socket in 172.16.0.0/12: nothing here has an address of it at either end",
  ]);
});

Deno.test("a name that no process has may be something else", async () => {
  const snapshot = await wholeSnapshot(host, { from: ["n.txt", "t.csv"] });
  const hints: [target: string, hint: string | null][] = [
    ["https", "For the port write :https"],
    ["localhost", "Inspect this computer by its addresses: 127.0.0.1 ::1"],
    [
      "localhost:8080",
      "Write :8080 for the port; localhost is a name, and netwho nslookup finds its addresses",
    ],
    ["netstat_log.txt", "To read a file: netwho --from netstat_log.txt"],
    ["C:\\Tools\\a b.exe", 'Write the program\'s name without its folder: "a b.exe"'],
    ["/usr/sbin/sshd", "Write the program's name without its folder: sshd"],
    ["kworker/0:1", null],
    ["frobnicate", null],
  ];
  for (const [target, hint] of hints) {
    const { missing } = await inspectTargets(host, readTargets([target]), { snapshot });
    assertEquals([target, missing[0]?.hint], [target, hint]);
  }
});
