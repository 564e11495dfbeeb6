import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  parseUnits,
  readTimestamp,
  showArguments,
} from "../../../lib/tools/systemctl/parse_units.ts";

const SHOWN = `Result=signal
ExecMainStartTimestamp=Thu 2026-11-26 06:02:21 UTC
ExecMainCode=2
ExecMainStatus=9
Id=netwho-log.service
LoadState=loaded
ActiveState=failed
UnitFileState=static

NextElapseUSecRealtime=Thu 2026-11-26 06:05:00 UTC
LastTriggerUSec=
Id=netwho-log.timer
LoadState=loaded
Description=a = b
`;

Deno.test("the properties of two units, which stand in systemd's own order", () => {
  const units = parseUnits(SHOWN);
  assertEquals([...units.keys()], ["netwho-log.service", "netwho-log.timer"]);
  assertEquals(units.get("netwho-log.service")?.get("ExecMainStatus"), "9");
  assertEquals(units.get("netwho-log.timer")?.get("LastTriggerUSec"), "");
  assertEquals(units.get("netwho-log.timer")?.get("Description"), "a = b");
  assertEquals(parseUnits(SHOWN.replaceAll("\n", "\r\n")), units);
});

Deno.test("text that is none of it gives no unit", () => {
  assertEquals(parseUnits("").size, 0);
  assertEquals(parseUnits("Failed to connect to bus: No medium found\n").size, 0);
  assertEquals(parseUnits("LoadState=loaded\n\nActiveState=active\n").size, 0);
  assertEquals(parseUnits("=\n=Id\nId\n").size, 0);
});

const WORD = fc.stringMatching(/^[A-Za-z]{1,9}$/);
const VALUE = fc.string().filter((text) => !/[\r\n]/.test(text));

Deno.test("any units come back as they were printed", () => {
  const unit = fc.dictionary(WORD.filter((name) => name !== "Id"), VALUE, {
    noNullPrototype: true,
  });
  fc.assert(fc.property(fc.dictionary(WORD, unit, { noNullPrototype: true }), (units) => {
    const text = Object.entries(units).map(([id, properties]) =>
      Object.entries({ Id: id, ...properties }).map(([name, value]) => `${name}=${value}\n`).join(
        "",
      )
    ).join("\n");
    const read = [...parseUnits(text)].map(([id, properties]) => [
      id,
      Object.fromEntries(properties),
    ]);
    assertEquals(
      Object.fromEntries(read),
      Object.fromEntries(
        Object.entries(units).map(([id, properties]) => [id, { Id: id, ...properties }]),
      ),
    );
  }));
});

Deno.test("no text makes the parsers throw, or a time that is none", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    parseUnits(text);
    assertEquals(readTimestamp(text), null);
  }));
});

const TIMES: readonly (readonly [text: string | undefined, iso: string | null])[] = [
  ["Thu 2026-11-26 06:02:21 UTC", "2026-11-26T06:02:21.000Z"],
  ["Thu 2026-11-26 06:02:21.123456 UTC", "2026-11-26T06:02:21.000Z"],
  ["Thu 2026-11-26 06:02:21 GMT", "2026-11-26T06:02:21.000Z"],
  ["2026-11-26 06:02:21 UTC", "2026-11-26T06:02:21.000Z"],
  ["Thu 2026-13-26 06:02:21 UTC", null],
  ["Thu 2026-11-26 26:02:21 UTC", null],
  ["", null],
  ["n/a", null],
  ["0", null],
  ["infinity", null],
  ["1h 2min 3s", null],
  [undefined, null],
];

for (const [text, iso] of TIMES) {
  Deno.test(`the time ${text} is ${iso}`, () => assertEquals(readTimestamp(text), iso));
}

Deno.test({
  name: "a time without UTC is local, in summer and in winter",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const module = new URL("../../../lib/tools/systemctl/parse_units.ts", import.meta.url).href;
    const texts = ["Thu 2026-11-26 06:02:21 CET", "Sun 2026-07-26 06:02:21 CEST"];
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { readTimestamp } from "${module}";
         console.log(${JSON.stringify(texts)}.map(readTimestamp).join());`,
      ],
      env: { TZ: "Europe/Berlin", NO_COLOR: "1" },
    }).output();
    assertEquals(
      new TextDecoder().decode(stdout).trim(),
      "2026-11-26T05:02:21.000Z,2026-07-26T04:02:21.000Z",
    );
  },
});

Deno.test("units are asked for behind --", () => {
  const args = showArguments(["netwho-log.service"]);
  assertEquals([args[0], ...args.slice(-2)], ["show", "--", "netwho-log.service"]);
});
