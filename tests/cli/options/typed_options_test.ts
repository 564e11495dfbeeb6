import { assert, assertEquals } from "@std/assert";
import { defineCommand, type Invocation } from "../../../lib/cli/command.ts";
import { parseArguments } from "../../../lib/cli/options/parse_arguments.ts";
import { READING_OPTIONS } from "../../../lib/cli/options/reading_options.ts";
import { SHAPE_OPTIONS } from "../../../lib/cli/options/shape_options.ts";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { firstGiven, type OptionsOf, rewordOptions } from "../../../lib/model/option.ts";
import { SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { filtersFor, ORDER_OPTIONS } from "../../../lib/rows/choose/filters.ts";

const OPTIONS = [
  ...filtersFor(CONNECTION_FIELDS),
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...rewordOptions(READING_OPTIONS, { about: { timeout: "seconds" }, group: "Other" }),
] as const;

type Options = OptionsOf<typeof OPTIONS>;

/** Compiles only where the two types are the same. */
function isSame<A, B>(
  same: (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false,
): void {
  assertEquals(same, true);
}

Deno.test("the table of a command types its options", () => {
  isSame<Options["listening"], boolean>(true);
  isSame<Options["ipv4"], boolean>(true);
  isSame<Options["port"], readonly string[]>(true);
  isSame<Options["localPort"], readonly string[]>(true);
  isSame<Options["from"], readonly string[]>(true);
  isSame<Options["limit"], number | null>(true);
  isSame<Options["timeout"], number | null>(true);
  isSame<Options["out"], string | null>(true);
  isSame<Options["color"], "auto" | "always" | "never" | null>(true);
  isSame<Options["fields"], readonly string[] | true | null>(true);
  isSame<Options["noHeader"], boolean>(true);
});

Deno.test("a slip of the pen does not compile", () => {
  const { options } = parseArguments(["--listening"], { name: "test", options: OPTIONS });
  assertEquals(options.listening, true);
  // @ts-expect-error the option is --listening
  assertEquals(options.listenning, undefined);
  // @ts-expect-error the property is localPort
  assertEquals(options["local-port"], undefined);
  // @ts-expect-error the option is --no-header
  assertEquals(firstGiven(options, ["no-heeder"]), undefined);
  const command = defineCommand({
    name: "test",
    summary: "",
    options: [{ name: "local-port", value: "N", number: "integer", about: "", group: "" }],
    examples: [],
    run({ options }) {
      isSame<typeof options.localPort, number | null>(true);
      // @ts-expect-error the property is localPort
      assertEquals(options.lokalPort, undefined);
      return Promise.resolve(options.localPort ?? 0);
    },
  });
  const invocation = { options: { localPort: 7 }, positionals: [], verbose: false } as unknown;
  return command.run(invocation as Invocation).then((code) => assertEquals(code, 7));
});

Deno.test("a command has the filters that its record has fields for", () => {
  const netstat = filtersFor(SOCKET_FIELDS);
  isSame<Extract<typeof netstat[number]["name"], "service" | "scope" | "public">, never>(true);
  const names: readonly string[] = netstat.map(({ name }) => name);
  const all: readonly string[] = filtersFor(CONNECTION_FIELDS).map(({ name }) => name);
  for (const name of ["state", "process", "remote"]) assert(names.includes(name), name);
  for (const name of ["service", "scope", "public"]) {
    assert(!names.includes(name) && all.includes(name), name);
  }
  type Netstat = OptionsOf<typeof netstat>;
  isSame<Netstat["pid"], readonly string[]>(true);
  const options = {} as Netstat;
  // @ts-expect-error a socket has no services
  assertEquals(options.service, undefined);
});
