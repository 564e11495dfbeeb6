import { assertEquals } from "@std/assert";
import { foreignCsv, foreignRows, listNames } from "../../../lib/capture/saved/foreign_rows.ts";
import { runMain } from "../../support/run_main.ts";

/** The first row of each program's JSON: the tools' own names, with values of ours. */
const JSON_ROWS: Readonly<Record<string, readonly object[]>> = {
  "jc (netstat or ss)": [
    {
      netid: "tcp",
      state: "LISTEN",
      recv_q: 0,
      send_q: 128,
      local_address: "0.0.0.0",
      local_port: "22",
      peer_address: "0.0.0.0",
      peer_port: "*",
      local_port_num: 22,
      pid: 7,
    },
    {
      proto: "tcp",
      recv_q: 0,
      send_q: 0,
      local_address: "192.0.2.7",
      foreign_address: "0.0.0.0",
      state: "LISTEN",
      program_name: "sshd",
      kind: "network",
      pid: 7,
      local_port: "22",
      foreign_port: "*",
    },
  ],
  "jc (lsof or ps)": [
    { command: "sshd", pid: 7, tid: null, user: "root", fd: "3u", type: "IPv4", node: "TCP" },
    { user: "root", pid: 1, vsz: 45280, rss: 15696, tty: null, stat: "Ss", command: "init" },
  ],
  "Get-NetTCPConnection or Get-NetUDPEndpoint": [
    {
      LocalAddress: "192.0.2.7",
      LocalPort: 50123,
      RemoteAddress: "198.51.100.4",
      RemotePort: 443,
      State: 5,
      AppliedSetting: 0,
      OwningProcess: 4711,
      CimClass: { CimSuperClassName: "CIM_ManagedElement" },
    },
    { Protocol: "TCP", LocalAddress: "::", LocalPort: 80, OwningProcess: 4 },
  ],
  "a CIM cmdlet of PowerShell": [
    { Protocol: "TCP", LocalPort: "80", RemotePort: "Any", IcmpType: "Any", CimClass: {} },
  ],
  "Win32_Process": [{ ProcessName: "a.exe", ProcessId: 4, ParentProcessId: 1, Path: null }],
};

for (const [name, rows] of Object.entries(JSON_ROWS)) {
  for (const [index, row] of rows.entries()) {
    Deno.test(`JSON of ${name} is refused by name (${index + 1})`, async () => {
      for (const file of [JSON.stringify([row, row]), `${JSON.stringify(row)}\n`]) {
        for (const command of ["connections", "netstat", "tasklist"]) {
          const { code, stdout, stderr } = await runMain([command, "--from", "saved"], {
            files: { saved: file },
          });
          const message =
            `netwho: Cannot use saved: it holds output of ${name}, which netwho does not read`;
          assertEquals([code, stdout, stderr.split("\n")[0]], [4, "", message]);
        }
      }
    });
  }
}

Deno.test("any other JSON is refused with its fields and what is wanted", async () => {
  const cases: [file: string, reason: string, fields: string][] = [
    [
      '{"name":"netwho","version":"0.1.0"}',
      "none of its fields is a netwho field",
      "name, version",
    ],
    [
      '{"type":"FeatureCollection","features":[]}',
      "none of its fields is a netwho field",
      "type, features",
    ],
    [
      '[{"pid":4,"user":"x","level":7}]',
      "none of its fields is a netwho field",
      "pid, user, level",
    ],
    ['[{"localPort":80}]', "a socket whose protocol is neither TCP nor UDP", "localPort"],
  ];
  for (const [file, reason, fields] of cases) {
    const { code, stdout, stderr } = await runMain(["--from", "saved"], { files: { saved: file } });
    assertEquals([code, stdout], [4, ""]);
    assertEquals(stderr.split("\n").slice(0, 2), [
      `netwho: Cannot understand saved: ${reason}`,
      `Its first row has: ${fields}. Wanted: output of netstat -ano or tasklist, or JSON, NDJSON ` +
      "or CSV that netwho wrote",
    ]);
  }
});

Deno.test("rows of netwho's that are of use elsewhere say where", async () => {
  const names = '[{"query":"a.example","type":"A","data":"192.0.2.1","status":"NOERROR"}]';
  const csv = "query,data,status\r\na.example,192.0.2.1,NOERROR\r\n";
  for (const saved of [names, csv]) {
    const { code, stderr } = await runMain(["--from", "saved"], { files: { saved } });
    assertEquals([code, stderr], [
      4,
      "netwho: Cannot use saved here: it holds rows of netwho nslookup\n" +
      "To read it: netwho nslookup --from saved\n",
    ]);
  }
  const owner = '{"address":"192.0.2.1","asn":64500,"asName":"X","abuseContact":null}';
  const { code, stderr } = await runMain(["--from", "saved"], { files: { saved: owner } });
  assertEquals([code, stderr.split("\n")[0]], [
    4,
    "netwho: Cannot use saved: it holds output of netwho whois, which netwho does not read",
  ]);
});

Deno.test("JSON of others in a folder is left out", async () => {
  const files = {
    "d/package.json": '{"name":"x","version":"1"}',
    "d/rows.json": '[\n{"protocol":"TCP","localPort":80}\n]\n',
  };
  const args = ["--format", "csv", "--fields", "localPort"];
  assertEquals(await runMain(["--from", "d", ...args], { files }), {
    code: 0,
    stdout: "localPort\r\n80\r\n",
    stderr: "",
    written: {},
  });
  const alone = await runMain(["--from", "d", ...args], {
    files: { "d/package.json": files["d/package.json"] },
  });
  assertEquals([alone.code, alone.stdout], [4, ""]);
});

Deno.test("CSV of others is told by its columns", () => {
  const table = (header: string, row: string) => foreignCsv(`${header}\r\n${row}\r\n${row}\r\n`);
  assertEquals(table("Name,Age,Town", "Ann,31,Rome"), {
    verb: "understand",
    state: "it is CSV, but its columns (Name, Age, Town) are not netwho's",
    hint: null,
  });
  for (
    const [header, row] of [
      ["Name;Age;Town", "Ann;31;Rome"],
      ["Name\tAge\tTown", "Ann\t31\tRome"],
      ['"Name","Age"', '"Ann","31"'],
      ['#TYPE X\r\n"Name","Age"', '"Ann","31"'],
    ] as const
  ) assertEquals(table(header, row)?.hint, null, header);
  const known = "LocalAddress,LocalPort,RemoteAddress,RemotePort,State,OwningProcess";
  assertEquals(table(known, "::,80,::,0,Listen,4"), {
    verb: "use",
    state:
      "it holds output of Get-NetTCPConnection or Get-NetUDPEndpoint, which netwho does not read",
    hint: "Save the sockets with: netstat -ano > netstat.txt",
  });
  for (
    const header of [
      '"Process Name","Process ID","Protocol","Local Port","Local Port Name","Local Address"',
      '"Process Name","Process ID","Protocol","State","Local Address","Local Port"',
    ]
  ) {
    const row = '"a.exe","4","TCP","80","http","::"';
    assertEquals(
      table(header, row)?.state,
      "it holds output of TCPView or CurrPorts, which netwho does not read",
    );
  }
});

Deno.test("text with a comma here and there is not CSV", () => {
  for (
    const text of [
      "",
      "Dear reader,\n\nthis is a letter, and a long one,\n",
      "one, two, three\nfour\n",
      "1,2,3\n4,5,6\n",
      '"chat.exe","4711","Console","1","11,204 K"\r\n'.repeat(2),
      "Server:  dns.example\nAddress:  192.0.2.53\n",
    ]
  ) assertEquals(foreignCsv(text), null, text);
});

Deno.test("many names, and long ones, are cut", () => {
  assertEquals(listNames(["a", "b"]), "a, b");
  assertEquals(listNames([..."abcdefgh"]), "a, b, c, d, e, f, …");
  assertEquals(listNames(["x".repeat(100)]), `${"x".repeat(30)}…`);
});

Deno.test("netwho's own rows are nobody else's", () => {
  assertEquals(foreignRows(["protocol", "localAddress", "localPort", "pid", "process"]), null);
  assertEquals(foreignRows(["query", "type", "data", "status"]), null);
});
