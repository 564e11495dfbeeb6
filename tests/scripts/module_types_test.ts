/**
 * The types, views and times of the PowerShell module against the tables of fields.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { MODULE_FIELDS, RECORD_TABLES, TYPE_NAMES } from "../../scripts/docs.ts";
import { formatFile } from "../../scripts/module/format_file.ts";
import { timeFieldsFile } from "../../scripts/module/time_fields.ts";
import { typesFile } from "../../scripts/module/types_file.ts";
import { MODULE_VIEWS } from "../../scripts/module/views.ts";

const TYPES = Object.values(TYPE_NAMES);
/**
 * Types without a view: the fields of a count are those that it counts by, and PowerShell shows what there
 * is. None of the module's functions counts.
 */
const WITHOUT_VIEW = ["Count"];
const FORMAT = formatFile({ fields: MODULE_FIELDS, views: MODULE_VIEWS });
const TYPES_FILE = typesFile(MODULE_FIELDS);

/** The narrowest table that people get. */
const COLUMNS = 80;

/** What `local:port -> remote:port` needs to be of use. */
const LEAST_SHARED = 15;

Deno.test("module: every record has a type, a view and a line of times", () => {
  assertEquals(Object.keys(TYPE_NAMES).sort(), Object.keys(RECORD_TABLES).sort());
  assertEquals([...Object.keys(MODULE_VIEWS), ...WITHOUT_VIEW].sort(), [...TYPES].sort());
  const times = timeFieldsFile(MODULE_FIELDS);
  for (const type of TYPES) assert(times.includes(`\n    '${type}' = @(`), type);
});

Deno.test("module: views are made of fields that their records have", () => {
  for (const [type, columns] of Object.entries(MODULE_VIEWS)) {
    const names = new Set(MODULE_FIELDS[type]!.map(({ name }) => name));
    for (const { label, fields } of columns) {
      assertEquals(fields.filter((name) => !names.has(name)), [], `${type}: ${label}`);
    }
  }
});

Deno.test("module: every field that a script of a view reads is one of its record or an added one", () => {
  const views = FORMAT.split("<View>").slice(1);
  assertEquals(views.length, 2 * Object.keys(MODULE_VIEWS).length);
  for (const view of views) {
    const type = /<TypeName>NetWho\.(\w+)</.exec(view)![1]!;
    assert(view.includes(`<TypeName>Deserialized.NetWho.${type}<`), type);
    const names = new Set(MODULE_FIELDS[type]!.map(({ name }) => name));
    const read = [...view.matchAll(/\$_\.(\w+)/g), ...view.matchAll(/<PropertyName>(\w+)</g)];
    assertEquals(read.map(([, name]) => name!).filter((name) => !names.has(name)), [], type);
  }
});

Deno.test("module: lists have every field", () => {
  for (const [type, fields] of Object.entries(MODULE_FIELDS)) {
    if (WITHOUT_VIEW.includes(type)) continue;
    const list = FORMAT.split("<View>").find((view) =>
      view.includes(`<TypeName>NetWho.${type}<`) && view.includes("<ListControl>")
    )!;
    const labels = Array.from(list.matchAll(/<Label>(.*?)<\/Label>/g), ([, label]) => label);
    assertEquals(labels, fields.map(({ name }) => name), type);
  }
});

Deno.test("module: tables fit 80 columns, and what shares the rest can be read", () => {
  for (const [type, columns] of Object.entries(MODULE_VIEWS)) {
    const fixed = columns.reduce((sum, { width = 0 }) => sum + width, columns.length - 1);
    const shared = columns.filter(({ width }) => width === undefined).length;
    assert(shared > 0, `${type}: a column takes what is left`);
    const each = Math.floor((COLUMNS - fixed) / shared);
    assert(each >= LEAST_SHARED, `${type}: ${each} for each of ${shared}`);
    assertEquals(new Set(columns.map(({ label }) => label)).size, columns.length, type);
  }
});

Deno.test("module: nothing has a ProcessName, and what has a pid has the names of it", () => {
  assert(!/<Name>ProcessName</i.test(TYPES_FILE));
  for (const [type, fields] of Object.entries(MODULE_FIELDS)) {
    const names = new Set(fields.map(({ name }) => name));
    const added = membersOf(type);
    // A finding has an id of its own.
    assertEquals(added.includes("Id"), names.has("pid") && !names.has("id"), type);
    assertEquals(added.includes("OwningProcess"), names.has("pid"), type);
    assertEquals(added.includes("Local"), names.has("localPort"), type);
    assertEquals(added.includes("Remote"), names.has("remotePort"), type);
    const lower = new Set(fields.map(({ name }) => name.toLowerCase()));
    assertEquals(added.filter((name) => lower.has(name.toLowerCase())), [], `${type}: same name`);
  }
});

function membersOf(type: string): string[] {
  const part = TYPES_FILE.split("<Type>").find((text) => text.includes(`<Name>NetWho.${type}<`));
  return Array.from((part ?? "").matchAll(/Property><Name>(\w+)<|Property>\s+<Name>(\w+)</g), (
    [, alias, script],
  ) => (alias ?? script)!);
}

Deno.test("module: its files are ASCII and well-formed", () => {
  for (const file of [FORMAT, TYPES_FILE]) {
    assertMatch(file, /^[\n -~]+$/);
    const open: string[] = [];
    for (const [, end, name, single] of file.matchAll(/<(\/?)([A-Za-z]+)[^<>]*?(\/?)>/g)) {
      if (single) continue;
      if (end) assertEquals(open.pop(), name);
      else open.push(name!);
    }
    assertEquals(open, []);
  }
});
