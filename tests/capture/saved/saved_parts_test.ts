import { assertEquals } from "@std/assert";
import { otherTools } from "../../../lib/capture/saved/saved_parts.ts";
import { assertLinear } from "../../support/timing.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("rows of netstat below a list of processes are seen, in whatever spaces they stand", () => {
  for (const row of ["  TCP    192.0.2.7:50123", "udp\t192.0.2.7:53", "\u00a0UDP6  [::1]:53"]) {
    assertEquals(otherTools("tasklist", encode(`PID\r\n\r\n${row} *:*\r\n`)), ["netstat"], row);
    assertEquals(otherTools("tasklist", encode(`PID\r\n${row}\r\n*:*\r\n`)), [], "of one line");
  }
});

Deno.test("any number of blank lines is gone over once", () => {
  for (const line of ["\n", "\r\n", " \t\r\n", "TCP\n", "TCP \r\n"]) {
    assertLinear((bytes: Uint8Array<ArrayBuffer>) => otherTools("tasklist", bytes), {
      prepare: (size) => encode(line.repeat(size)),
      size: 60_000,
      name: JSON.stringify(line),
    });
  }
});
