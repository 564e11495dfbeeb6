import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { type Inspection, INSPECTION_FIELDS } from "../../../lib/model/inspection.ts";
import { encodeCodePage } from "../../../lib/text/code_pages.ts";
import { BROWSER_PATH, inKorean, inspectedHost } from "../../support/inspected_host.ts";
import { type Files, runMain } from "../../support/run_main.ts";

const german = async () => inspectedHost(await encodeCodePage(850));
const TERMINAL = { isTerminal: () => true, terminalColumns: () => 80, env: () => undefined };

const rowsOf = (json: string): Inspection[] => JSON.parse(json);

Deno.test("into a pipe: rows as JSON, from tools in German", async () => {
  const { host, calls } = await german();
  const { code, stdout, stderr } = await runMain(["inspect", "4711"], { host });
  assertEquals([code, stderr], [0, ""]);
  const [process, ...others] = rowsOf(stdout);
  assertEquals([process?.process, process?.user], ["browser.exe", "PC\\anna"]);
  assertEquals(others.map(({ relation, state }) => `${relation} ${state}`), [
    "listener LISTENING",
    "peer ESTABLISHED",
    "peer ESTABLISHED",
    "peer ESTABLISHED",
    "socket null",
    "neighbour ESTABLISHED",
    "neighbour TIME_WAIT",
  ]);
  assertEquals(Object.keys(process!), INSPECTION_FIELDS.map(({ name }) => name));
  assertEquals(calls.toSorted(), [
    `fileFacts ${BROWSER_PATH}`,
    "netstat -ano",
    "tasklist /svc /fo csv /nh",
    "tasklist /v /fo csv /nh",
  ]);
});

Deno.test("--signatures: Windows is asked who signed the file, once, and never unasked", async () => {
  const { host, calls } = await german();
  const { code, stdout, stderr } = await runMain(["inspect", "4711", "--signatures"], { host });
  assertEquals([code, stderr], [0, ""]);
  const rows = rowsOf(stdout);
  assertEquals(
    rows.map(({ pid, signature, signer }) => `${pid} ${signature} ${signer}`).filter((row) =>
      row !== "4711 Valid Example, Ltd"
    ),
    ["5000 null null", "0 null null"],
    "neighbours are not described",
  );
  assertEquals(calls.filter((call) => call === "powershell"), ["powershell"]);
  const report = await runMain(["inspect", "4711", "--signatures"], {
    host: { ...host, ...TERMINAL },
  });
  assertStringIncludes(report.stdout, "\n  signature signed by Example, Ltd, valid\n");
});

Deno.test("--signatures has no effect elsewhere", async () => {
  const { host } = await german();
  const linux = await runMain(["inspect", "4711", "--signatures"], {
    host: { ...host, os: "linux" },
  });
  assertEquals([linux.code, linux.stdout], [2, ""]);
  assertStringIncludes(linux.stderr, "Cannot use --signatures here: only Windows can tell");
  const saved = await runMain(["inspect", "4711", "--signatures", "--from", "x"], { host });
  assertEquals([saved.code, saved.stdout], [2, ""]);
  assertStringIncludes(saved.stderr, "Cannot use --signatures with --from: ");
});

Deno.test("the options of the cache go with --signatures, a name server does not", async () => {
  const { host } = await german();
  const run = async (...words: string[]) => {
    const { code, stderr } = await runMain(["inspect", "4711", ...words], { host });
    return [code, stderr.split("\n")[0]];
  };
  assertEquals(await run("--signatures", "--no-cache"), [0, ""]);
  assertEquals(await run("--no-cache"), [
    2,
    "netwho: Cannot use --no-cache without --resolve or --owner: nothing is looked up",
  ]);
  assertEquals(await run("--signatures", "--server", "192.0.2.53"), [
    2,
    "netwho: Cannot use --server without --resolve or --owner: nothing is looked up",
  ]);
});

Deno.test("from tools in Korean", async () => {
  const encode = await encodeCodePage(949);
  const { host } = inspectedHost((text) => encode(inKorean(text)), { page: 949 });
  const { code, stdout, stderr } = await runMain(["inspect", "도우미"], { host });
  assertEquals([code, stderr], [0, ""]);
  const rows = rowsOf(stdout);
  assertEquals(rows.slice(0, 2).map(({ process, user }) => [process, user]), [
    ["도우미.exe", "PC\\안나"],
    ["도우미.exe", "PC\\안나"],
  ]);
});

Deno.test("on a terminal: a report that fits it, coloured", async () => {
  const { host } = await german();
  const { code, stdout } = await runMain(["inspect", "browser"], {
    host: { ...host, ...TERMINAL },
  });
  assertEquals(code, 0);
  assert(
    stdout.startsWith("\x1b[1mbrowser.exe  PID 4711\x1b[22m\n  path      C:\\Program"),
    stdout,
  );
  assertStringIncludes(stdout, "started   2026-01-01 09:00:00 UTC (3 days ago)");
  assertStringIncludes(stdout, "\nNames and owners of the other ends: add --resolve --owner\n");
});

Deno.test("a report elsewhere, a table on a terminal: as asked for", async () => {
  const { host } = await german();
  const text = await runMain(["inspect", "912", "--format", "text"], { host });
  assert(
    text.stdout.startsWith("svchost.exe  PID 912\n  user      NT-AUTORITÄT\\NETZWERKDIENST\n"),
  );
  const file = await runMain(["inspect", "912", "--out", "report.txt"], { host });
  assertEquals(file.written["report.txt"], text.stdout);
  const terminal = { ...host, ...TERMINAL };
  const args = ["inspect", "912", "--color", "never"];
  const table = await runMain([...args, "--format", "table"], { host: terminal });
  assert(table.stdout.startsWith("relation "), table.stdout);
  // Fields are columns.
  const fields = await runMain([...args, "--fields", "relation,localPort"], { host: terminal });
  assertEquals(fields.stdout, "relation  localPort\nprocess\nlistener        135\n");
  const both = await runMain([...args, "--format", "text", "--fields", "pid"], { host });
  assertEquals([both.code, both.stdout], [2, ""]);
  assertStringIncludes(both.stderr, "Cannot use --fields with --format text: it has no columns");
  const elsewhere = await runMain(["tasklist", "--format", "text"], { host });
  assertEquals(elsewhere.code, 2);
});

Deno.test("--fast leaves out users and services", async () => {
  const { host, calls } = await german();
  const { stdout } = await runMain(["inspect", "912", "--fast"], { host });
  assertEquals([rowsOf(stdout)[0]?.user, rowsOf(stdout)[0]?.services], [null, null]);
  assertEquals(calls, ["netstat -ano", "tasklist /fo csv /nh"]);
});

Deno.test("what is not there is an error, beside others a warning", async () => {
  const { host } = await german();
  const alone = await runMain(["inspect", "4444"], { host });
  assertEquals([alone.code, alone.stdout], [3, ""]);
  assertEquals(
    alone.stderr,
    "netwho: Cannot find 4444: no process has this ID, and nothing here uses or has reserved this " +
      "port\n" +
      "It may have ended: netwho tasklist lists the running processes\n",
  );
  const beside = await runMain(["inspect", "brwoser", "912"], { host });
  assertEquals([beside.code, rowsOf(beside.stdout).length], [3, 2]);
  assertEquals(
    beside.stderr,
    "netwho: Cannot find a process named brwoser: did you mean browser?\n",
  );
  const wrong = await runMain(["inspect", "203.0.113.7:70000"], { host });
  assertEquals([wrong.code, wrong.stdout], [2, ""]);
  const none = await runMain(["inspect"], { host });
  assertEquals(none.code, 2);
  const hostile = await runMain(["inspect", "\x1b[2J"], { host });
  assertEquals(hostile.stderr.includes("\x1b"), false);
});

Deno.test("netsh fails: a warning, and the rest is there", async () => {
  const { host } = await german();
  const run: Host["run"] = (tool, args, options) =>
    tool === "netsh"
      ? Promise.reject(new HostError("permissionDenied", "No"))
      : host.run!(tool, args, options);
  const held = await runMain(["inspect", ":445"], { host: { ...host, run } });
  assertEquals([held.code, rowsOf(held.stdout).map(({ relation }) => relation)], [
    3,
    ["process", "listener"],
  ]);
  assertStringIncludes(
    held.stderr,
    "netwho: Cannot run netsh: Windows or a policy does not allow it; " +
      "the programs behind HTTP.sys are missing",
  );
  const unused = await runMain(["inspect", ":8080"], { host: { ...host, run } });
  assertEquals([unused.code, unused.stdout], [3, ""]);
  assertStringIncludes(unused.stderr, "on port 8080: nothing here has it at either end\n");
  assertStringIncludes(unused.stderr, "\nCannot run netsh: Windows or a policy ");
});

Deno.test("netsh is asked for ports of this Windows alone", async () => {
  const files: Files = { "n.txt": "  TCP  0.0.0.0:80  0.0.0.0:0  ABHÖREN  4\r\n" };
  const { host, calls } = await german();
  const netshCalls = () => calls.splice(0).filter((call) => call.startsWith("netsh"));
  for (const target of [":80", ":8080", "80"]) {
    await runMain(["inspect", target, "--from", "n.txt"], { host, files });
  }
  assertEquals(netshCalls(), []);
  for (const target of ["4711", "browser", "8.8.8.8", ":135", ":443"]) {
    await runMain(["inspect", target], { host });
  }
  assertEquals(netshCalls(), []);
  // Each list once, whatever the number of targets.
  await runMain(["inspect", ":8080", "8081", ":445", "445"], { host });
  assertEquals(netshCalls().toSorted(), [
    "netsh http show servicestate view=requestq",
    "netsh http show urlacl",
    "netsh int ipv4 show excludedportrange protocol=tcp",
    "netsh int ipv4 show excludedportrange protocol=udp",
    "netsh int ipv6 show excludedportrange protocol=tcp",
    "netsh int ipv6 show excludedportrange protocol=udp",
  ]);
});

Deno.test("nothing is asked of anybody unless asked for", async () => {
  const { host, calls } = await german();
  const refuse = (what: string) => () => {
    calls.push(what);
    return Promise.reject(new HostError("other", what));
  };
  const network = { resolveDns: refuse("resolveDns"), fetch: refuse("fetch") };
  await runMain(["inspect", "4711", "8.8.8.8"], { host: { ...host, ...network } });
  assertEquals(calls.filter((call) => /nslookup|resolveDns|^fetch$/.test(call)), []);
  const useless = await runMain(["inspect", "4711", "--server", "192.0.2.53"], { host });
  assertEquals(useless.code, 2);
});

const SAVED: Files = {
  "n.txt": "  TCP    192.0.2.7:50123        8.8.8.8:443            ESTABLISHED     4711\r\n",
  "t.csv": '"=cmd|calc.exe","4711","Console","1","9,216 K"\r\n',
};

Deno.test("saved output, with a name that is a formula", async () => {
  const args = ["inspect", "4711", "--from", "n.txt", "--from", "t.csv"];
  const { code, stdout } = await runMain(
    [...args, "--format", "csv", "--excel", "--fields", "relation,process,observedAt"],
    { files: SAVED },
  );
  assertEquals(code, 0);
  assertEquals(
    stdout.replace("\ufeff", ""),
    "relation,process,observedAt\r\nprocess,'=cmd|calc.exe,\r\npeer,'=cmd|calc.exe,\r\n",
  );
});

Deno.test("lines that are not understood come first, then what is missing", async () => {
  const damaged =
    "  TCP    192.0.2.7:50123        8.8.8.8:443            ESTABLISHED     4711\r\n" +
    "  TCP    192.0.2.7:what\r\n";
  const { code, stderr, stdout } = await runMain(["inspect", "7", "--from", "x"], {
    files: { x: damaged },
  });
  assertEquals([code, stdout], [3, ""]);
  const [misread, missing] = stderr.split("\n");
  assertEquals(misread, "netwho: 1 line of x not understood; --verbose lists them");
  assertEquals(
    missing,
    "netwho: Cannot find 7: nothing here uses this port or is known to be this process's, and " +
      "there is no process list",
  );
});

Deno.test("without a process list, that is the cause told", async () => {
  const { host } = await german();
  const { run } = host;
  const { code, stderr } = await runMain(["inspect", "browser"], {
    host: {
      ...host,
      run: (tool, ...rest) =>
        tool === "tasklist"
          ? Promise.reject(new HostError("timedOut", "Cannot run tasklist: no answer"))
          : run!(tool, ...rest),
    },
  });
  assertEquals(code, 3);
  assertStringIncludes(stderr, "Cannot find a process named browser: there is none\n");
  assertStringIncludes(stderr.split("\n")[1]!, "tasklist");
});

Deno.test("only lines that are not understood are an error, not a missing process", async () => {
  const { code } = await runMain(["inspect", "4711", "--from", "x"], { files: { x: "???\n" } });
  assertEquals(code, 4);
});

Deno.test("command lines are read and shown with --details alone", async () => {
  const { host } = await german();
  const line = `"${BROWSER_PATH}" --token hunter2`;
  let calls = 0;
  const commandLines = () => {
    calls++;
    return new Map([[4711, line]]);
  };
  const read = async (...options: string[]) => {
    const { code, stdout } = await runMain(["inspect", "4711", ...options], {
      host: { ...host, commandLines },
    });
    assertEquals(code, 0);
    return rowsOf(stdout).map(({ commandLine }) => commandLine);
  };
  assertEquals(new Set(await read()), new Set([null]));
  assertEquals(calls, 0);
  // Every row of a process holds the facts about it, a neighbour's row those of its own.
  const lines = await read("--details");
  assertEquals([lines[0], calls], [line, 1]);
  assertEquals(new Set(lines), new Set([line, null]));
  assertEquals((await read("--details", "--fast"))[0], line);
  const { stdout } = await runMain(["inspect", "4711", "--details"], {
    host: { ...host, ...TERMINAL, terminalColumns: () => 200, commandLines },
  });
  assertStringIncludes(stdout, `\n  command   ${line}\n`);
  const table = await runMain(["inspect", "4711", "--details", "--format", "table"], {
    host: { ...host, commandLines },
  });
  assertStringIncludes(table.stdout, line);
});

Deno.test("every row says on which computer it was seen", async () => {
  const { host } = await german();
  const { stdout } = await runMain(["inspect", "4711"], {
    host: { ...host, computerName: () => "BUERO-PC" },
  });
  assertEquals(new Set(rowsOf(stdout).map(({ computer }) => computer)), new Set(["BUERO-PC"]));
});
