import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { execLine, folderLine, quoteWord } from "../../lib/schedule/linux/unit_quoting.ts";
import type { TaskRow } from "../../lib/model/task.ts";
import { temporaryFolder } from "../support/folders.ts";
import { PROGRAM } from "../support/program.ts";
import { besideSystemd, whyNoSystemd } from "../support/user_systemd.ts";

const missing = await whyNoSystemd();

function liveTest(name: string, fn: () => Promise<void>): void {
  const why = missing === null ? "" : ` (ignored: ${missing})`;
  Deno.test({ name: `${name}${why}`, ignore: missing !== null, fn });
}

/** A word for bash. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

const NETWHO = [Deno.execPath(), ...PROGRAM].map(quote).join(" ");

liveTest(
  "systemd starts a program with the arguments, folder and variable as they were given",
  async () => {
    using folder = temporaryFolder();
    const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((word) =>
      !/\p{Cc}/u.test(word) && word.isWellFormed()
    );
    const odd = fc.string({ unit: fc.constantFrom(..."\\\"'%$ {};#@-nhtü~*"), maxLength: 9 });
    const args = fc.sample(fc.array(fc.oneof(text, odd), { maxLength: 6 }), 20);
    const names = [
      "plain",
      "a b",
      "50%n",
      "$HOME",
      'q"uo',
      "back\\slash",
      "end ",
      "x\\",
      "ü;{}",
      "-a",
    ];
    const cases = args.map((args, at) => ({ args, name: names[at % names.length]! }));
    const units = `${folder.path}/home/.config/systemd/user`;
    Deno.mkdirSync(units, { recursive: true });
    cases.forEach(({ args, name }, at) => {
      const own = `${folder.path}/${at}/${name}`;
      Deno.mkdirSync(own, { recursive: true });
      Deno.writeTextFileSync(
        `${own}/tell`,
        `#!/bin/bash\nprintf '%s\\0' "$PWD" "$X" "$@" >${quote(`${folder.path}/${at}/told`)}\n`,
        { mode: 0o755 },
      );
      Deno.writeTextFileSync(
        `${units}/case-${at}.service`,
        `[Service]\nType=oneshot\nExecStart=${execLine(`${own}/tell`, args)}\n` +
          `WorkingDirectory=${folderLine(own)}\nEnvironment=${quoteWord(`X=${name}`)}\n`,
      );
    });
    const all = cases.map((_, at) => `case-${at}.service`).join(" ");
    const { code, stderr } = await besideSystemd(
      folder.path,
      `systemctl --user daemon-reload && systemctl --user start ${all}`,
    );
    assertEquals(code, 0, stderr);
    cases.forEach(({ args, name }, at) => {
      const told = Deno.readTextFileSync(`${folder.path}/${at}/told`);
      const wanted = [`${folder.path}/${at}/${name}`, name, ...args];
      assertEquals(told, wanted.map((word) => `${word}\0`).join(""));
    });
  },
);

liveTest("a task from add to remove", async () => {
  using folder = temporaryFolder();
  const { code, stdout, stderr } = await besideSystemd(
    folder.path,
    `
    netwho() { ${NETWHO} "$@"; }
    mkdir 'work 100%' && cd 'work 100%'
    netwho schedule add --every 1h -- connections --limit 1 --out 'a $b.json' || exit 1
    netwho schedule run connections || exit 2
    for try in $(seq 600); do [ -s 'a $b.json' ] && break; sleep 0.1; done
    for try in $(seq 600); do
      [ "$(systemctl --user is-active netwho-connections.service)" = inactive ] && break; sleep 0.1
    done
    netwho schedule status connections --out ../status.json || exit 3
    netwho schedule add --daily 23:59 -- connections --limit 2 || exit 4
    netwho schedule add --at-logon --name start -- tasklist --limit 1 || exit 5
    systemctl --user list-timers --all --no-legend --no-pager >../timers
    netwho schedule list --out ../list.json || exit 6
    netwho schedule run start
    for try in $(seq 600); do
      [ "$(systemctl --user show --property=Result,ExecMainStartTimestamp netwho-start | grep -c 20)" = 1 ] && break
      sleep 0.1
    done
    netwho doctor --out ../doctor.json
    netwho schedule remove --all || exit 7
    systemctl --user list-units --all --no-legend --no-pager 'netwho*' >../units
    netwho schedule status connections --out ../gone.json
    echo "status of a task that is gone: $?"
    `,
  );
  assertEquals(code, 0, stderr);
  const out = (name: string) => Deno.readTextFileSync(`${folder.path}/${name}`);
  const rows = (name: string): TaskRow[] => JSON.parse(out(name));

  assertEquals(JSON.parse(out("work 100%/a $b.json")).length, 1);
  const [status] = rows("status.json");
  const log = `${folder.path}/home/.local/share/netwho/logs/connections.log`;
  assertEquals(
    { ...status!, lastRunAt: "", nextRunAt: "", logEnd: null },
    {
      name: "connections",
      trigger: "every 1h",
      command: 'netwho connections --limit 1 --out "a $b.json"',
      status: "ready",
      lastRunAt: "",
      lastResult: 0,
      lastResultText: "succeeded",
      nextRunAt: "",
      user: "anna",
      log,
      logEnd: null,
      note: null,
    },
  );
  assert(Math.abs(Date.now() - Date.parse(status!.lastRunAt!)) < 120_000);
  assertEquals(new Date(status!.nextRunAt!).getMinutes(), 0);
  assertMatch(status!.logEnd![0]!, /Z started: netwho connections --limit 1 --out "a \$b.json"$/);
  assertMatch(status!.logEnd!.at(-1)!, /Z ended: exit code 0 after [\d.]+ s$/);

  const timers = out("timers").trim().split("\n");
  assertEquals(timers.length, 1);
  assertMatch(timers[0]!, /23:59:00 .*netwho-connections\.timer/);
  assertEquals(rows("list.json").map(({ name, trigger, status }) => [name, trigger, status]), [
    ["connections", "daily at 23:59", "ready"],
    ["start", "at log-on", "ready"],
  ]);
  const tasks = JSON.parse(out("doctor.json")).find(({ check }: { check: string }) =>
    check === "tasks"
  );
  assertEquals([tasks.status, tasks.value], ["ok", "2 tasks"]);
  assertEquals(out("units"), "");
  assertEquals(
    [...Deno.readDirSync(`${folder.path}/home/.config/systemd/user`)].filter(({ isFile }) =>
      isFile
    ),
    [],
  );
  assertEquals(rows("gone.json").map(({ name, status }) => [name, status]), [
    ["connections", "missing"],
  ]);
  assertStringIncludes(stdout, "status of a task that is gone: 3\n");
  assertStringIncludes(stdout, "Added the task connections: ");
  assertStringIncludes(stdout, "Replaced the task connections: ");
  assertStringIncludes(stdout, "Removed the task start; its log stays\n");
});

liveTest("a task whose program is gone, and one that fails, say so", async () => {
  using folder = temporaryFolder();
  const { code, stderr } = await besideSystemd(
    folder.path,
    `
    netwho() { ${NETWHO} "$@"; }
    mkdir gone && cd gone
    netwho schedule add --every 7m --name folder -- connections || exit 1
    cd .. && rmdir gone
    netwho schedule add --every 7m --name bad -- connections --from there-is-none.txt || exit 2
    netwho schedule run folder bad
    for try in $(seq 600); do
      [ "$(systemctl --user is-failed netwho-folder.service netwho-bad.service | grep -c failed)" = 2 ] && break
      sleep 0.1
    done
    netwho schedule list --out list.json --fields name,lastResult,lastResultText
    netwho doctor --out doctor.json
    `,
  );
  assertEquals(code, 0, stderr);
  assertEquals(JSON.parse(Deno.readTextFileSync(`${folder.path}/list.json`)), [
    {
      name: "bad",
      lastResult: 3,
      lastResultText: "failed: a read, a write or a tool failed",
    },
    {
      name: "folder",
      lastResult: 200,
      lastResultText: "failed: the folder that it was added from is gone",
    },
  ]);
  const checks = JSON.parse(Deno.readTextFileSync(`${folder.path}/doctor.json`));
  assertEquals(checks.find(({ check }: { check: string }) => check === "tasks"), {
    check: "tasks",
    status: "warning",
    value: "2 tasks; bad failed: a read, a write or a tool failed; " +
      "folder failed: the folder that it was added from is gone",
    advice: "See what it printed: netwho schedule status bad folder",
  });
});
