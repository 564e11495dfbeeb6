import { assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { linesToAppend } from "../../lib/output/append_rows.ts";
import { chooseDestination } from "../../lib/output/destination.ts";
import { fakeHost } from "../support/fake_host.ts";
import { assertLinear } from "../support/timing.ts";

Deno.test("a long line of something else is refused in no time", () => {
  const path = "a.csv";
  const destination = chooseDestination({
    format: null,
    fields: null,
    out: path,
    append: true,
    delimiter: null,
    noHeader: false,
    bom: false,
    excel: false,
    color: null,
  }, fakeHost());
  const rows = {
    path,
    fields: SOCKET_FIELDS,
    destination,
    header: "protocol\r\n",
    rows: "TCP\r\n",
  };
  const append = (start: Uint8Array) =>
    assertThrows(
      () => linesToAppend({ start, endsInLine: true }, rows),
      UsageError,
      "Cannot append to a.csv: it does not start with the same header",
    );
  const prepare = (size: number) =>
    new TextEncoder().encode('{"a": [1, -2]}, '.repeat(size / 16) + "\r\n");
  assertLinear(append, { prepare, size: 64 * 1024, name: "JSON in one line" });
});
