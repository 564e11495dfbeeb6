import { assertEquals } from "@std/assert";
import { cronLine } from "../../../lib/schedule/linux/cron_line.ts";
import type { Task, Trigger } from "../../../lib/schedule/scheduler.ts";

const CONTEXT = {
  launch: { program: "/opt/netwho", before: [], folder: "/home/anna" },
  environment: {},
};

function task(trigger: Trigger, ...command: string[]): Task {
  const rights = { elevated: false, runAs: "interactive", staysRunning: false } as const;
  return { name: "log", command, trigger, ...rights };
}

const MINUTE = 60_000;

const TIMES: readonly (readonly [Trigger, string | null])[] = [
  [{ kind: "every", milliseconds: MINUTE }, "* * * * *"],
  [{ kind: "every", milliseconds: 5 * MINUTE }, "*/5 * * * *"],
  [{ kind: "every", milliseconds: 60 * MINUTE }, "0 */1 * * *"],
  [{ kind: "every", milliseconds: 360 * MINUTE }, "0 */6 * * *"],
  [{ kind: "every", milliseconds: 1440 * MINUTE }, "0 0 * * *"],
  [{ kind: "every", milliseconds: 90_000 }, null],
  [{ kind: "every", milliseconds: 7 * MINUTE }, null],
  [{ kind: "daily", time: "09:05" }, "5 9 * * *"],
  [{ kind: "logon" }, "@reboot"],
];

for (const [trigger, time] of TIMES) {
  Deno.test(`cron has ${time ?? "no words"} for ${JSON.stringify(trigger)}`, () => {
    const line = "cd /home/anna && /opt/netwho schedule exec log -- log";
    assertEquals(cronLine(task(trigger, "log"), CONTEXT), time === null ? null : `${time} ${line}`);
  });
}

Deno.test({
  name: "a shell takes cron's line apart as it was given",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const odd = ["a b", "it's", '"', "$HOME", "\\", "100%", "ü", "", "*", "`id`"];
    const launch = { program: "/usr/bin/printf", before: ["%s\\n"], folder: "/" };
    const line = cronLine(task({ kind: "logon" }, ...odd), { launch, environment: {} })!;
    // Cron itself turns \% into %.
    const command = line.replace("@reboot ", "").replaceAll("\\%", "%");
    const { stdout } = await new Deno.Command("sh", { args: ["-c", command] }).output();
    assertEquals(
      new TextDecoder().decode(stdout),
      ["schedule", "exec", "log", "--", ...odd].map((word) => `${word}\n`).join(""),
    );
  },
});

Deno.test({
  name: "the folders that the user chose go along to cron",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const environment = { XDG_DATA_HOME: "/data of anna's/50%" };
    const launch = { program: "sh", before: ["-c", 'printf %s "$XDG_DATA_HOME"'], folder: "/" };
    const line = cronLine(task({ kind: "logon" }, "log"), { launch, environment })!;
    const command = line.replace("@reboot ", "").replaceAll("\\%", "%");
    const { stdout } = await new Deno.Command("sh", { args: ["-c", command] }).output();
    assertEquals(new TextDecoder().decode(stdout), environment.XDG_DATA_HOME);
  },
});
