import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseTaskDefinition } from "../../../lib/tools/schtasks/task_definition.ts";

/** As Windows writes a task that was made in its own window. */
const EXPORTED = Deno.readTextFileSync(
  new URL("../../fixtures/task_scheduler/backup.xml", import.meta.url),
);

Deno.test("a task that Windows exported", () => {
  assertEquals(parseTaskDefinition(EXPORTED), {
    triggers: [
      {
        kind: "CalendarTrigger",
        start: "2026-11-26T09:00:00",
        interval: "PT15M",
        schedule: "ScheduleByWeek",
        daysInterval: null,
      },
      { kind: "BootTrigger", start: null, interval: null, schedule: null, daysInterval: null },
    ],
    isEnabled: false,
    command: "C:\\Program Files\\Backup & Co\\backup.exe",
    arguments: '"D:\\My Files" <all>',
    folder: null,
    user: "S-1-5-21-1-2-3-1001",
  });
});

Deno.test("as a list of tasks, with a prefix, without indentation: the same", () => {
  const plain = parseTaskDefinition(EXPORTED);
  const body = EXPORTED.slice(EXPORTED.indexOf("<Task"));
  for (
    const text of [
      `<?xml version="1.0"?>\n<Tasks>\n<!-- \\Backup -->\n${body}</Tasks>`,
      `\ufeff\r\n${body}`,
      body.replaceAll(/>\s+</g, "><"),
      body.replaceAll(/<(\/?)(?=\w)/g, "<$1t:"),
    ]
  ) {
    assertEquals(parseTaskDefinition(text), plain);
  }
});

Deno.test("what is no task is null; a damaged task tells what is left", () => {
  for (const text of ["", "ERROR: The system cannot find the file specified.", "<a/>", "{}"]) {
    assertEquals(parseTaskDefinition(text), null);
  }
  const cut = parseTaskDefinition(EXPORTED.slice(0, EXPORTED.indexOf("<ScheduleByWeek")));
  assertEquals([cut?.triggers.length, cut?.command, cut?.isEnabled], [1, null, true]);
});

Deno.test("no text makes it throw", () => {
  const parts = fc.constantFrom(
    ...["<Task>", "</Task>", "<Triggers>", "<X>", "</X>", "<Settings>", "<Enabled>", "false"],
    ...["<Actions><Exec>", "<Command>", "&#0;", "<!--", "-->", "<", ">", " "],
  );
  fc.assert(fc.property(fc.array(parts), (parts) => {
    parseTaskDefinition(parts.join(""));
  }));
});
