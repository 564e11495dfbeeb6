import { assertEquals } from "@std/assert";
import { replaceFile } from "../../../lib/host/windows/replace_file.ts";

type Kernel = ReturnType<NonNullable<Parameters<typeof replaceFile>[1]["kernel"]>>;

/** A disk, and a Windows that answers as told. */
function tryReplace(
  { result, after, to = "C:\\logs\\out.csv", attributes = [] }: {
    result: number | "missing";
    /** The names that are there when Windows has answered. */
    after: readonly string[];
    to?: string;
    /** Those of the file before and after; archive by default. */
    attributes?: number[];
  },
) {
  const log: string[] = [];
  const textOf = (value: unknown) =>
    new TextDecoder("utf-16le").decode(value as Uint16Array<ArrayBuffer>).replace(/\0$/, "");
  const kernel = (): Kernel => {
    if (result === "missing") throw new TypeError("FFI is not permitted");
    return {
      GetFileAttributesW: () => attributes.shift() ?? 0x20,
      SetFileAttributesW: (_, set) => {
        log.push(`attributes ${set}`);
        return 1;
      },
      ReplaceFileW: (...[replaced, replacement, ...rest]) => {
        log.push(`${textOf(replaced)} <- ${textOf(replacement)}`);
        assertEquals(rest, [null, 0, null, null], "no backup, no flags");
        return result;
      },
    };
  };
  const from = "C:\\logs\\.netwho-1.tmp";
  const isDone = replaceFile({ from, to }, {
    kernel,
    exists: (path) => after.includes(path),
    rename: (from, to) => void log.push(`rename ${from} ${to}`),
    realPath: (path) => path,
  });
  return { isDone, log };
}

const OUT = "C:\\logs\\out.csv";
const NEW = "C:\\logs\\.netwho-1.tmp";

Deno.test("Windows puts the new file in the place of the old one", () => {
  assertEquals(tryReplace({ result: 1, after: [OUT] }), {
    isDone: true,
    log: [`${OUT} <- ${NEW}`],
  });
});

Deno.test("where it cannot, both files are there, and the caller overwrites the old one", () => {
  for (const result of [0, "missing"] as const) {
    const { isDone, log } = tryReplace({ result, after: [OUT, NEW] });
    assertEquals([isDone, log.filter((line) => line.startsWith("rename"))], [false, []]);
  }
});

// ERROR_UNABLE_TO_MOVE_REPLACEMENT without a backup: the old file is gone, the new one has its own name.
Deno.test("where it stops between the two, the new file gets the name", () => {
  assertEquals(tryReplace({ result: 0, after: [NEW] }), {
    isDone: true,
    log: [`${OUT} <- ${NEW}`, `rename ${NEW} ${OUT}`],
  });
  assertEquals(tryReplace({ result: 0, after: [] }).isDone, false);
});

Deno.test("a long path reaches Windows with its prefix", () => {
  const to = `C:\\${"d".repeat(250)}\\out.csv`;
  const { log } = tryReplace({ result: 1, after: [], to });
  assertEquals(log, [`\\\\?\\${to} <- ${NEW}`]);
});

Deno.test("attributes that got lost are set again", () => {
  const hidden = 0x22;
  assertEquals(tryReplace({ result: 1, after: [OUT], attributes: [hidden, 0x20] }).log, [
    `${OUT} <- ${NEW}`,
    `attributes ${hidden}`,
  ]);
  const compressed = 0x820;
  assertEquals(
    tryReplace({ result: 1, after: [OUT], attributes: [compressed, compressed] }).log,
    [`${OUT} <- ${NEW}`],
  );
});
