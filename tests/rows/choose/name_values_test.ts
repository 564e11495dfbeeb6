import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../../../lib/errors.ts";
import { buildSelection, type SelectionOptions } from "../../../lib/rows/choose/selection.ts";

type Choice = readonly [patterns: string, chosen: readonly string[]];

/** Checks which values of a field each list of patterns chooses, of all given ones. */
function assertChoices(
  { option, field, values }: {
    option: keyof SelectionOptions;
    field: string;
    values: readonly (string | null)[];
  },
  choices: readonly Choice[],
): void {
  for (const [patterns, chosen] of choices) {
    const { matches } = buildSelection({ [option]: [patterns] });
    assertEquals(values.filter((value) => matches({ [field]: value })), [...chosen], patterns);
  }
}

const SYSTEM = "NT AUTHORITY\\SYSTEM";

Deno.test("an account is chosen with its domain or without", () => {
  const values = ["PC\\Anna", "CORP\\anna", "anna", "root", SYSTEM, "anna@corp.example", null];
  assertChoices({ option: "user", field: "user", values }, [
    ["anna", ["PC\\Anna", "CORP\\anna", "anna"]],
    ["ANNA", ["PC\\Anna", "CORP\\anna", "anna"]],
    ["pc\\anna", ["PC\\Anna"]],
    ["PC/anna", ["PC\\Anna"]],
    ["*\\anna", ["PC\\Anna", "CORP\\anna"]],
    ["CORP\\*", ["CORP\\anna"]],
    ["?oot", ["root"]],
    ["an*", ["PC\\Anna", "CORP\\anna", "anna", "anna@corp.example"]],
    ["system", [SYSTEM]],
    ["nt authority\\system", [SYSTEM]],
    ["nt authority", []],
    ["root,PC\\anna", ["PC\\Anna", "root"]],
    ["anna,!PC\\*", ["CORP\\anna", "anna"]],
    ["\\anna", []],
    ["PC\\", []],
  ]);
});

Deno.test("what excludes accounts keeps rows whose account is not known, as for programs", () => {
  const { matches } = buildSelection({ user: ["!anna"] });
  assertEquals([matches({ user: "PC\\anna" }), matches({ user: null }), matches({})], [
    false,
    true,
    true,
  ]);
});

const TEMP = "C:\\Users\\anna\\AppData\\Local\\Temp\\up date.exe";
const SVCHOST = "C:\\Windows\\System32\\svchost.exe";
const WMI = "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe";
const OLD = "C:\\Windows\\System32.old\\svchost.exe";
const SHARE = "\\\\server\\tools\\nc.exe";
const SSHD = "/usr/sbin/sshd";
const DELETED = "/tmp/.x/Temp (deleted)";

Deno.test("a path is chosen by its file or by a folder that it is in", () => {
  const values = [TEMP, SVCHOST, WMI, OLD, SHARE, SSHD, DELETED, null];
  assertChoices({ option: "path", field: "path", values }, [
    ["*\\Temp\\*", [TEMP]],
    ["*/temp/*", [TEMP]],
    ["C:\\Users\\**", [TEMP]],
    ["C:\\Users\\*\\AppData", [TEMP]],
    ["c:\\windows\\system32", [SVCHOST, WMI]],
    ["C:\\Windows\\System32\\", [SVCHOST, WMI]],
    ["C:/Windows/System32/", [SVCHOST, WMI]],
    ["C:\\\\Windows\\\\System32", [SVCHOST, WMI]],
    ["\\\\?\\C:\\Windows\\System32", [SVCHOST, WMI]],
    [SVCHOST, [SVCHOST]],
    ["C:\\Windows\\System32\\svchost", []],
    ["C:\\Windows\\System32\\*.exe", [SVCHOST, WMI]],
    ["C:\\", [TEMP, SVCHOST, WMI, OLD]],
    ["C:", [TEMP, SVCHOST, WMI, OLD]],
    ["D:", []],
    ["svchost.exe", [SVCHOST, OLD]],
    ["temp", [TEMP]],
    ["System32", [SVCHOST, WMI]],
    ["*32*", [SVCHOST, WMI, OLD]],
    ["up date.exe", [TEMP]],
    ["\\\\server\\tools", [SHARE]],
    ["\\\\SERVER\\*", [SHARE]],
    ["//server/tools", [SHARE]],
    ["\\\\?\\UNC\\server\\tools", [SHARE]],
    ["/usr", [SSHD]],
    ["/usr/sbin/", [SSHD]],
    ["/usr/*/sshd", [SSHD]],
    ["sshd", [SSHD]],
    ["/tmp,/var/tmp", [DELETED]],
    ["* (deleted)", [DELETED]],
    ["/", [SHARE, SSHD, DELETED]],
    ["!C:\\Windows,!/usr", [TEMP, SHARE, DELETED, null] as string[]],
    ["C:\\,!*\\System32\\*", [TEMP, OLD]],
  ]);
});

Deno.test("a folder holds what is in it, at any depth, and nothing else", () => {
  const name = fc.stringMatching(/^[a-z.]{1,4}$/);
  const folders = fc.array(name, { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(folders, folders, fc.constantFrom("/", "\\"), (folder, path, separator) => {
    const written = `C:${separator}${folder.join(separator)}`;
    const { matches } = buildSelection({ path: [written] });
    const isWithin = folder.every((name, at) => path[at] === name);
    assertEquals(matches({ path: `C:\\${path.join("\\")}` }), isWithin);
  }));
});

Deno.test("a path of many stars takes no time", () => {
  const { matches } = buildSelection({ path: [`${"*a".repeat(50)}b`] });
  assertEquals(matches({ path: "a".repeat(30_000) }), false);
});

Deno.test("a name of either end is chosen", () => {
  const named = (localHost: string | null, remoteHost: string | null) => ({
    localHost,
    remoteHost,
  });
  const rows = {
    web: named(null, "www.Example.com"),
    bare: named("pc.corp.test", "example.com."),
    other: named("example.com", null),
    coded: named(null, "xn--bcher-kva.example"),
    none: named(null, null),
  };
  const choices: readonly (readonly [string, string])[] = [
    ["example.com", "bare other"],
    ["EXAMPLE.COM.", "bare other"],
    ["*.example.com", "web"],
    [".example.com", "web"],
    ["*example.com", "web bare other"],
    ["www.*", "web"],
    ["www", ""],
    ["pc.corp.test", "bare"],
    ["bücher.example", "coded"],
    ["*.BÜCHER.example", ""],
    ["b?cher.example", ""],
    ["xn--*", "coded"],
    ["*", "web bare other coded"],
    ["!*.example.com", "bare other coded none"],
    ["*.com,!www.*", "bare other"],
  ];
  for (const [pattern, expected] of choices) {
    const { matches } = buildSelection({ host: [pattern] });
    const chosen = Object.entries(rows).filter(([, row]) => matches(row)).map(([name]) => name);
    assertEquals(chosen.join(" "), expected, pattern);
  }
});

Deno.test("an owner is chosen by the whole name", () => {
  const values = ["WIDGETS - Example Widgets, US", "Exempel AB", null];
  assertChoices({ option: "ownerName", field: "remoteOwner", values }, [
    ["widgets*", [values[0]!]],
    ["widgets", []],
    ["*widgets? us", [values[0]!]],
    ["exempel ab", [values[1]!]],
    ["!*widgets*", [values[1]!, null] as string[]],
  ]);
});

const REFUSED: readonly (readonly [SelectionOptions, state: string, hint: string])[] = [
  [
    { user: [".\\anna"] },
    "accounts show the computer's name, not a dot",
    "Write --user anna, or the computer's name before it",
  ],
  [
    { path: ["%TEMP%\\a*"] },
    "it holds the name of a variable, not its value",
    'Write --path "$env:TEMP\\a*"',
  ],
  [{ path: ["~/bin"] }, "~ is not the name of a folder", 'Write --path "$HOME/bin"'],
  [{ path: ["~"] }, "~ is not the name of a folder", 'Write --path "$HOME"'],
  [
    { path: ["!.\\x.exe"] },
    "the paths of programs begin at a drive or at the root",
    'Write --path "*\\x.exe"',
  ],
  [
    { path: ["../bin/x"] },
    "the paths of programs begin at a drive or at the root",
    'Write --path "*/bin/x"',
  ],
  [
    { path: ["$env:TEMP\\*"] },
    "it is the name of a variable, not its value",
    "For a list in PowerShell write --path ($p -join ',')",
  ],
  [{ host: ["192.0.2.7"] }, "it is an address, not a name", "Write --address 192.0.2.7"],
  [{ host: ["[2001:db8::1]"] }, "it is an address, not a name", "Write --address 2001:db8::1"],
  [{ host: ["fe80::1%eth0"] }, "it is an address, not a name", "Write --address fe80::1%eth0"],
  [{ host: ["10.0.0.0/8"] }, "it is an address, not a name", "Write --address 10.0.0.0/8"],
  [{ host: ["2001:db8::/32"] }, "it is an address, not a name", "Write --address 2001:db8::/32"],
  [
    { host: ["10.0.0.1-10.0.0.9"] },
    "it is an address, not a name",
    "Write --address 10.0.0.1-10.0.0.9",
  ],
  [{ host: ["10.0.*"] }, "it is an address, not a name", "Write --address 10.0.*"],
  [
    { host: ["192.0.2.7:443"] },
    "it is an address with a port",
    "Write --address 192.0.2.7 --port 443",
  ],
  [
    { host: ["www.example:443"] },
    "it is a name with a port",
    "Write --host www.example --port 443",
  ],
  [{ host: ["https://me@www.example:443/a?b"] }, "it is a URL", "Write --host www.example"],
];

for (const [options, state, hint] of REFUSED) {
  Deno.test(`${JSON.stringify(options)} is refused with what to write`, () => {
    const error = assertThrows(() => buildSelection(options), UsageError);
    assertEquals([error.message.endsWith(`: ${state}`), error.hint], [true, hint], error.message);
  });
}

Deno.test("names that look a little like addresses are names", () => {
  for (const host of ["4chan.example", "1.2.3.4.static.example", "4*", "a-b.example", "*"]) {
    assertEquals(buildSelection({ host: [host] }).active, true, host);
  }
});
