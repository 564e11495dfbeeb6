import { assertEquals } from "@std/assert";
import { printedTimeReader } from "../../../lib/tools/schtasks/printed_times.ts";

/** What Windows prints for 9:05 and for 17:30 on 13 February 2025, by region. */
const REGIONS: readonly (readonly [region: string, morning: string, afternoon: string])[] = [
  ["English (United States)", "2/13/2025 9:05:00 AM", "2/13/2025 5:30:00 PM"],
  ["English (United Kingdom)", "13/02/2025 09:05:00", "13/02/2025 17:30:00"],
  ["English (Australia)", "13/02/2025 9:05:00 AM", "13/02/2025 5:30:00 PM"],
  ["English (Ireland), small letters", "13/02/2025 9:05:00 a.m.", "13/02/2025 5:30:00 p.m."],
  ["German", "13.02.2025 09:05:00", "13.02.2025 17:30:00"],
  ["Czech", "13.02.2025 9:05:00", "13.02.2025 17:30:00"],
  ["Finnish", "13.2.2025 9.05.00", "13.2.2025 17.30.00"],
  ["Dutch", "13-2-2025 09:05:00", "13-2-2025 17:30:00"],
  ["Hungarian", "2025. 02. 13. 9:05:00", "2025. 02. 13. 17:30:00"],
  ["Swedish", "2025-02-13 09:05:00", "2025-02-13 17:30:00"],
  ["Korean", "2025-02-13 오전 9:05:00", "2025-02-13 오후 5:30:00"],
  ["Chinese (Taiwan)", "2025/2/13 上午 09:05:00", "2025/2/13 下午 05:30:00"],
  ["Japanese", "2025/02/13 9:05:00", "2025/02/13 17:30:00"],
  ["Chinese (China)", "2025/2/13 9:05:00", "2025/2/13 17:30:00"],
  ["Spanish (Mexico)", "13/02/2025 09:05:00 a. m.", "13/02/2025 05:30:00 p. m."],
  ["Greek", "13/2/2025 9:05:00 πμ", "13/2/2025 5:30:00 μμ"],
  ["Bulgarian", "13.2.2025 г. 9:05:00", "13.2.2025 г. 17:30:00"],
  ["Vietnamese", "13/02/2025 9:05:00 SA", "13/02/2025 5:30:00 CH"],
  ["Hebrew, with marks", "\u200f13/02/2025 \u200e09:05:00", "\u200f13/02/2025 \u200e17:30:00"],
  ["English, a narrow space", "2/13/2025 9:05:00\u202fAM", "2/13/2025 5:30:00\u202fPM"],
  ["Arabic, with marks", "\u200f13/\u200f02/\u200f2025 09:05:00 ص", "\u200f13/02/2025 05:30:00 م"],
  ["Croatian", "13.2.2025. 9:05:00", "13.2.2025. 17:30:00"],
  ["Slovenian", "13. 02. 2025 09:05:00", "13. 02. 2025 17:30:00"],
  ["Indonesian", "13/02/2025 09.05.00", "13/02/2025 17.30.00"],
  ["Danish", "13-02-2025 09:05:00", "13-02-2025 17:30:00"],
  ["Lithuanian", "2025-02-13 09:05:00", "2025-02-13 17:30:00"],
  ["Mongolian", "2025.02.13 09:05:00", "2025.02.13 17:30:00"],
  ["Japanese, with 12 hours", "2025/02/13 午前 9:05:00", "2025/02/13 午後 5:30:00"],
  [
    "Spanish (Colombia)",
    "13/02/2025 9:05:00\u00a0a.\u00a0m.",
    "13/02/2025 5:30:00\u00a0p.\u00a0m.",
  ],
  ["without seconds", "13.02.2025 09:05", "13.02.2025 17:30"],
];

for (const [region, morning, afternoon] of REGIONS) {
  Deno.test(`times in ${region}`, () => {
    const read = printedTimeReader([morning, afternoon]);
    assertEquals(read(morning), "2025-02-13T09:05:00");
    assertEquals(read(afternoon), "2025-02-13T17:30:00");
  });
}

Deno.test("a day above 12 settles the order for every other text", () => {
  const texts = ["03/04/2025 09:00:00", "25/12/2024 10:00:00"];
  assertEquals(printedTimeReader(texts)(texts[0]!), "2025-04-03T09:00:00");
  const american = ["3/4/2025 9:00:00 AM", "12/25/2024 10:00:00 PM"];
  assertEquals(printedTimeReader(american)(american[0]!), "2025-03-04T09:00:00");
});

Deno.test("without one, and with both, day and month stay open", () => {
  const open = "03/04/2025 09:00:00";
  assertEquals(printedTimeReader([open])(open), null);
  assertEquals(printedTimeReader([open, "25/12/2024 9:00:00", "12/25/2024 9:00:00"])(open), null);
  assertEquals(printedTimeReader([])("04/04/2025 09:00:00"), "2025-04-04T09:00:00");
});

Deno.test("midnight and noon of a clock with twelve hours", () => {
  const read = printedTimeReader(["12/25/2024 1:00:00 PM"]);
  assertEquals(read("12/25/2024 12:00:00 AM"), "2024-12-25T00:00:00");
  assertEquals(read("12/25/2024 12:30:00 PM"), "2024-12-25T12:30:00");
});

const NO_TIMES = [
  "12/03/1447 09:05:00 ص", // Saudi Arabia's calendar
  "24/11/1404 09:05:00 ق.ظ", // Iran's
  "13/02/2025 09:05:00 पूर्वाह्न",
  "N/A",
  "Nicht zutreffend",
  "",
  "11/30/1999 12:00:00 AM",
  "30/12/1899 00:00:00",
  "13/02/2568 09:05:00",
  "31/02/2025 09:05:00",
  "13/02/2025 25:05:00",
  "13/13/2025 09:05:00",
  "13/02/2025",
  "13/02/25 09:05:00",
  "13/02/2025 9:05:00 xx",
  "1".repeat(100_000),
  "1/".repeat(50_000),
];

Deno.test("what is no time, or none that can be told, is null", () => {
  const read = printedTimeReader(["25/12/2024 10:00:00"]);
  for (const text of NO_TIMES) assertEquals(read(text), null, text.slice(0, 40));
});
