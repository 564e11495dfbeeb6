/** What the fields, values and modifiers of Sigma rules match: by the specification, row by row. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AuditedRow } from "../../support/audited.ts";
import { loadTexts, outcomeOf, ruleOf, ruleText } from "../../support/sigma.ts";

const CERTUTIL: AuditedRow = {
  process: "certutil.exe",
  path: "C:\\Windows\\System32\\certutil.exe",
  user: "NT AUTHORITY\\NETWORK SERVICE",
  commandLine: "certutil.exe -urlcache -f http://a.example/a.txt",
  parent: { process: "cmd.exe", path: "C:\\Windows\\System32\\cmd.exe" },
  localAddress: "192.0.2.7",
  localPort: 50_123,
  remoteAddress: "203.0.113.9",
  remotePort: 443,
  remoteHost: "Files.Example.net",
  direction: "outbound",
  computer: "PC-7",
  file: {
    version: {
      company: "Microsoft Corporation",
      product: null,
      description: "CertUtil.exe",
      version: "10.0.1",
      originalName: "CertUtil.exe",
    },
  },
};
const NAME_ONLY: AuditedRow = { ...CERTUTIL, path: null };
const SIX: AuditedRow = { ...CERTUTIL, localAddress: "2001:db8::7", remoteAddress: "2001:db8::1" };

/** A selection's lines, a row, and what comes of it. */
const CASES:
  readonly (readonly [selection: string, row: AuditedRow, expected: boolean | string])[] = [
    // Case, wildcards, escapes.
    ["Image: c:\\windows\\system32\\CERTUTIL.exe", CERTUTIL, true],
    ["Image|cased: c:\\windows\\system32\\CERTUTIL.exe", CERTUTIL, false],
    ["Image|cased: C:\\Windows\\System32\\certutil.exe", CERTUTIL, true],
    ["Image: certutil.exe", CERTUTIL, false],
    ["Image: '*\\certutil.exe'", CERTUTIL, true],
    ["Image: '*\\cert????.exe'", CERTUTIL, true],
    ["Image: '*\\cert???.exe'", CERTUTIL, false],
    ["Image: 'C:\\Windows\\*\\certutil.exe'", CERTUTIL, false],
    ["Image: 'C:\\Windows\\\\*\\certutil.exe'", CERTUTIL, true],
    ["Image|contains: '\\\\system32\\\\'", CERTUTIL, true],
    ["CommandLine|contains: '/a.txt?'", CERTUTIL, false],
    ["CommandLine|contains: 'urlcache\\*'", CERTUTIL, false],
    ["CommandLine|contains: 'a\\?b*'", { ...CERTUTIL, commandLine: "x a?b" }, true],
    ["CommandLine|contains: 'a\\?b*'", { ...CERTUTIL, commandLine: "x acb" }, false],
    ["CommandLine: 'a\\\\\\*b'", { ...CERTUTIL, commandLine: "a\\*b" }, true],
    ["CommandLine: '\\\\\\\\srv\\x'", { ...CERTUTIL, commandLine: "\\\\srv\\x" }, true],
    ["Image|endswith: '\\certutil.exe'", CERTUTIL, true],
    ["Image|startswith: 'c:\\win'", CERTUTIL, true],
    ["Image|startswith: 'indows'", CERTUTIL, false],
    ["Image|contains|all: ['windows', 'certutil']", CERTUTIL, true],
    ["Image|contains|all: ['windows', 'cmd']", CERTUTIL, false],
    ["Image|contains: ['windows', 'cmd']", CERTUTIL, true],
    ["image: '*\\certutil.exe'", CERTUTIL, true],
    // What is empty in saved rows was not known, but for a command line.
    ["Image|startswith: 'C:\\Win'", { ...CERTUTIL, path: "", process: "" }, "process"],
    ["Image|endswith: '\\certutil.exe'", { ...CERTUTIL, path: "" }, true],
    ["User: x", { ...CERTUTIL, user: "" }, "user"],
    ["DestinationHostname|contains: x", { ...CERTUTIL, remoteHost: "" }, "remoteHost"],
    ["SourceHostname: x", { ...CERTUTIL, localHost: "", computer: "" }, "computer"],
    ["DestinationHostname|endswith: '.example.net'", {
      ...CERTUTIL,
      remoteHost: "files.example.net.",
    }, true],
    // The notations of Windows' kernel: Sysmon writes the drive, which a number does not tell.
    ["Image|startswith: C:\\Windows\\", { ...CERTUTIL, path: "\\\\?\\c:\\windows\\a.exe" }, true],
    ["Image|startswith: C:\\Windows\\", {
      ...CERTUTIL,
      path: "\\Device\\HarddiskVolume3\\Windows\\a.exe",
    }, "path"],
    ["Image|endswith: \\Windows\\a.exe", {
      ...CERTUTIL,
      path: "\\Device\\HarddiskVolume3\\Windows\\a.exe",
    }, true],
    // Rules for raw logs name the log.
    ["EventID: 3\n    Channel: microsoft-windows-sysmon/operational", CERTUTIL, true],
    ["Provider_Name: Microsoft-Windows-Sysmon", CERTUTIL, true],
    ["EventID: 5156\n    Channel: Security", CERTUTIL, false],
    // A name without a path is the end of one.
    ["Image|endswith: '\\certutil.exe'", NAME_ONLY, true],
    ["Image|endswith: 'util.exe'", NAME_ONLY, true],
    ["Image|endswith: '\\cmd.exe'", NAME_ONLY, false],
    ["Image|endswith: '\\System32\\certutil.exe'", NAME_ONLY, "path"],
    ["Image|endswith: '\\System32\\cmd.exe'", NAME_ONLY, false],
    ["Image|contains: '\\Temp\\'", NAME_ONLY, "path"],
    ["Image|contains: 'certutil'", NAME_ONLY, true],
    ["Image: C:\\Windows\\System32\\certutil.exe", NAME_ONLY, "path"],
    ["Image: C:\\Windows\\System32\\cmd.exe", NAME_ONLY, false],
    ["Image|startswith: C:\\Windows\\", NAME_ONLY, "path"],
    ["Image: 'C:\\\\*\\\\*util.exe'", NAME_ONLY, "path"],
    ["Image: 'C:\\\\*\\*.com'", NAME_ONLY, false],
    ["Image|re: \\\\certutil\\.exe$", NAME_ONLY, true],
    ["Image|re: ^C:.*\\\\cmd\\.exe$", NAME_ONLY, false],
    ["Image|re: ^C:.*\\\\certutil\\.exe$", NAME_ONLY, "path"],
    ["Image|re: .*\\\\(cmd|ftp)\\.exe$", NAME_ONLY, false],
    ["Image|re: \\\\(cmd|ftp)\\.exe", NAME_ONLY, "path"],
    ["Image|re: (?i)^.*\\\\CertUtil\\.exe$", NAME_ONLY, true],
    ["Image|re: .+\\\\certutil\\.exe$", NAME_ONLY, "path"],
    ["Image|re: '[A-Z]:.*\\.dll$'", NAME_ONLY, false],
    ["Image|re: ['\\\\cmd\\.exe$', 'util\\.exe$']", NAME_ONLY, true],
    ["Image|endswith: ['\\cmd.exe', '\\certutil.exe']", NAME_ONLY, true],
    ["Image|contains|all: ['\\Temp\\', 'cmd.exe']", NAME_ONLY, "path"],
    ["Image|contains|all: ['\\Temp\\', 'certutil.exe']", NAME_ONLY, "path"],
    ["Image: null", NAME_ONLY, false],
    ["Image: ''", NAME_ONLY, false],
    ["Image|exists: true", NAME_ONLY, true],
    ["Image|endswith: '\\x.exe'", { ...CERTUTIL, process: null, path: null }, "process"],
    // The kernel has no path, and Sysmon calls it System.
    ["Image: System", { pid: 4, process: "System", path: null, remotePort: 445 }, true],
    ["Image|endswith: '\\svchost.exe'", { pid: 4, process: "System", path: null }, false],
    // Nobody owns what is over.
    ["Image|endswith: '\\x.exe'", { pid: 0, process: null, state: "TIME_WAIT" }, "formerProgram"],
    // Numbers, lists, ports.
    ["DestinationPort: 443", CERTUTIL, true],
    ["DestinationPort: '443'", CERTUTIL, true],
    ["DestinationPort: 0x1BB", CERTUTIL, true],
    ["DestinationPort: [80, 443]", CERTUTIL, true],
    ["DestinationPort: [80, 8443]", CERTUTIL, false],
    ["DestinationPort|gt: 442", CERTUTIL, true],
    ["DestinationPort|gt: 443", CERTUTIL, false],
    ["DestinationPort|gte: '443'", CERTUTIL, true],
    ["DestinationPort|lt: 1024", CERTUTIL, true],
    ["DestinationPort|lte: 442", CERTUTIL, false],
    ["DestinationPort|neq: 443", CERTUTIL, false],
    ["DestinationPort|neq: [80, 8080]", CERTUTIL, true],
    ["DestinationPort|startswith: 44", CERTUTIL, true],
    ["SourcePort|gte: 49152", CERTUTIL, true],
    ["DestinationPortName: https", CERTUTIL, true],
    ["SourcePortName: null", CERTUTIL, true],
    ["SourcePortName: '*'", CERTUTIL, false],
    ["ProcessId: 4000", { ...CERTUTIL, pid: 4000 }, true],
    ["EventID: 3", CERTUTIL, true],
    // Who began it, and by what.
    ["Initiated: 'true'", CERTUTIL, true],
    ["Initiated: 'false'", { ...CERTUTIL, direction: "Outbound" }, "direction"],
    ["Initiated: true", CERTUTIL, true],
    ["Initiated: yes", CERTUTIL, true],
    ["Initiated: 'false'", CERTUTIL, false],
    ["Initiated: false", { ...CERTUTIL, direction: "inbound" }, true],
    ["Initiated: 'true'", { ...CERTUTIL, direction: null }, "direction"],
    ["Protocol: tcp", CERTUTIL, true],
    ["Protocol: TCP", CERTUTIL, true],
    ["Protocol: udp", { ...CERTUTIL, protocol: "UDP", state: null }, true],
    // Addresses.
    ["DestinationIp: 203.0.113.9", CERTUTIL, true],
    ["DestinationIp|startswith: '203.0.'", CERTUTIL, true],
    ["DestinationIp: '203.0.113.*'", CERTUTIL, true],
    ["DestinationIp|cidr: 203.0.113.0/24", CERTUTIL, true],
    ["DestinationIp|cidr: ['10.0.0.0/8', '203.0.113.8/31']", CERTUTIL, true],
    ["DestinationIp|cidr: 203.0.113.10/31", CERTUTIL, false],
    ["DestinationIp|cidr: 2001:db8::/32", CERTUTIL, false],
    ["DestinationIp|cidr: 2001:db8::/32", SIX, true],
    ["DestinationIp|cidr: 0.0.0.0/0", SIX, false],
    [
      "DestinationIp|cidr: 203.0.113.0/24",
      { ...CERTUTIL, remoteAddress: "::ffff:203.0.113.9" },
      true,
    ],
    ["DestinationIp|cidr: ::ffff:203.0.113.0/120", CERTUTIL, true],
    ["DestinationIp: 203.0.113.9", { ...CERTUTIL, remoteAddress: "::ffff:203.0.113.9" }, true],
    ["DestinationIp: 2001:0db8:0::1", SIX, true],
    ["DestinationIp: 2001:db8:0:0:0:0:0:1", SIX, true],
    ["DestinationIp|startswith: '2001:db8:0:0:'", SIX, true],
    ["DestinationIp|startswith: '2001:db8::'", SIX, true],
    ["DestinationIp|cidr: fe80::/10", { ...SIX, remoteAddress: "fe80::1%12" }, true],
    ["DestinationIp: fe80::1", { ...SIX, remoteAddress: "fe80::1%12" }, true],
    ["DestinationIsIpv6: 'false'", CERTUTIL, true],
    ["DestinationIsIpv6: true", SIX, true],
    ["SourceIsIpv6: 'true'", SIX, true],
    ["SourceIp: 192.0.2.7", CERTUTIL, true],
    [
      "DestinationIp: 203.0.113.9",
      { ...CERTUTIL, remoteAddress: null, remoteHost: "a.example" },
      "peer",
    ],
    // Names, users, command lines, parents, files.
    ["DestinationHostname|endswith: '.example.NET'", CERTUTIL, true],
    ["DestinationHostname: files.example.net", CERTUTIL, true],
    [
      "DestinationHostname|endswith: '.example.net'",
      { ...CERTUTIL, remoteHost: null },
      "remoteHost",
    ],
    ["DestinationHostname: null", { ...CERTUTIL, remoteHost: null }, "remoteHost"],
    ["SourceHostname: pc-7", CERTUTIL, true],
    ["Computer: PC-7", CERTUTIL, true],
    ["Computer: PC-7", { ...CERTUTIL, computer: null }, "computer"],
    ["User|contains: 'network service'", CERTUTIL, true],
    ["User|contains: 'network service'", { ...CERTUTIL, user: null }, "user"],
    ["CommandLine|contains: ' -URLCACHE '", CERTUTIL, true],
    ["CommandLine|contains: x", { ...CERTUTIL, commandLine: null }, "commandLine"],
    ["CommandLine: ''", { ...CERTUTIL, commandLine: "" }, true],
    ["CommandLine: null", CERTUTIL, false],
    ["ParentImage|endswith: '\\cmd.exe'", CERTUTIL, true],
    ["ParentImage|endswith: '\\cmd.exe'", { ...CERTUTIL, parent: { process: "cmd.exe" } }, true],
    ["ParentImage|startswith: 'C:'", { ...CERTUTIL, parent: { process: "cmd.exe" } }, "parent"],
    ["Company: microsoft corporation", CERTUTIL, true],
    ["Product: null", CERTUTIL, true],
    ["Product|contains: x", CERTUTIL, false],
    ["Product|exists: false", CERTUTIL, true],
    ["Company: x", { ...CERTUTIL, file: undefined as never }, "file"],
    ["OriginalFileName: x", { ...CERTUTIL, file: { version: null } }, "version"],
    // A field that no connection has.
    ["QueryName: a.example", CERTUTIL, "field"],
    ["Hashes|contains: x", CERTUTIL, "field"],
    // Dashes, encodings, other fields.
    ["CommandLine|windash|contains: ' /urlcache '", CERTUTIL, true],
    ["CommandLine|contains|windash: ' -f '", { ...CERTUTIL, commandLine: "x \u2013f y" }, true],
    ["CommandLine|windash|contains: ' -f '", { ...CERTUTIL, commandLine: "x +f y" }, false],
    ["CommandLine|windash: 'a-b'", { ...CERTUTIL, commandLine: "a/b" }, false],
    ["CommandLine|base64|contains: 'foobar'", { ...CERTUTIL, commandLine: "x Zm9vYmFy" }, true],
    // `http://` behind two other bytes.
    [
      "CommandLine|base64offset|contains: 'http://'",
      { ...CERTUTIL, commandLine: btoa("xxhttp://a.example") },
      true,
    ],
    [
      "CommandLine|base64offset|contains: 'http://'",
      { ...CERTUTIL, commandLine: btoa("xhttp://a.example") },
      true,
    ],
    [
      "CommandLine|wide|base64offset|contains: 'IEX'",
      { ...CERTUTIL, commandLine: btoa("x\0I\0E\0X\0 \0") },
      true,
    ],
    ["SourceIp|fieldref: DestinationIp", CERTUTIL, false],
    ["SourceIp|fieldref: DestinationIp", { ...CERTUTIL, remoteAddress: "192.0.2.7" }, true],
    ["Image|fieldref|endswith: OriginalFileName", CERTUTIL, true],
    [
      "SourceHostname|fieldref: DestinationHostname",
      { ...CERTUTIL, remoteHost: null },
      "remoteHost",
    ],
    // Regular expressions: case counts, unless told otherwise.
    ["Image|re: .*\\\\cert(util|req)\\.exe$", CERTUTIL, true],
    ["Image|re: CERTUTIL", CERTUTIL, false],
    ["Image|re|i: CERTUTIL", CERTUTIL, true],
    ["Image|re: (?i)CERTUTIL", CERTUTIL, true],
    ["DestinationPort|re: ^4\\d{2}$", CERTUTIL, true],
    ["Image|re|neq: cmd", CERTUTIL, true],
  ];

for (const [selection, row, expected] of CASES) {
  Deno.test(`sigma: ${selection} of ${row.path ?? row.process}: ${expected}`, async () => {
    const rule = await ruleOf(`selection:\n    ${selection}\ncondition: selection`);
    assertEquals(outcomeOf(rule, row), expected);
    // What is not so is so when it is turned round; what is not known stays unknown.
    const turned = await ruleOf(`selection:\n    ${selection}\ncondition: not selection`);
    assertEquals(outcomeOf(turned, row), typeof expected === "string" ? expected : !expected);
  });
}

Deno.test("sigma: what only waits, or has no peer, is no event", async () => {
  const rule = await ruleOf(
    "selection:\n    Image|endswith: '\\certutil.exe'\ncondition: selection",
  );
  assertEquals(outcomeOf(rule, { ...CERTUTIL, state: "LISTENING" }), false);
  const udp = { ...CERTUTIL, protocol: "UDP", state: null, remoteAddress: null, remotePort: null };
  assertEquals(outcomeOf(rule, { ...udp, remoteHost: null }), false);
  assertEquals(outcomeOf(rule, CERTUTIL), true);
});

Deno.test("sigma: a placeholder stands for a list, and hangs where there is none", async () => {
  const detection = `selection:
    DestinationPort: 443
filter:
    DestinationIp|expand: '%legit_ips%'
condition: selection and not filter`;
  const none = await ruleOf(detection);
  assertEquals(outcomeOf(none, CERTUTIL), "placeholder");
  assertEquals(outcomeOf(none, { ...CERTUTIL, remotePort: 80 }), false);
  const lists = new Map([["legit_ips", ["198.51.100.1", "203.0.113.*"]]]);
  const some = await ruleOf(detection, lists);
  assertEquals(outcomeOf(some, CERTUTIL), false);
  assertEquals(outcomeOf(some, { ...CERTUTIL, remoteAddress: "198.51.100.2" }), true);
  const cidr = await ruleOf(
    "selection:\n    DestinationIp|cidr|expand: ['%Nets%']\ncondition: selection",
    new Map([["nets", ["203.0.113.0/24"]]]),
  );
  assertEquals(outcomeOf(cidr, CERTUTIL), true);
  const plain = await ruleOf(
    "selection:\n    CommandLine: '%legit_ips%'\ncondition: selection",
    lists,
  );
  assertEquals(outcomeOf(plain, { ...CERTUTIL, commandLine: "%LEGIT_IPS%" }), true);
  const escaped = await ruleOf(
    "selection:\n    CommandLine|expand: '\\%a\\%%legit_ips%'\ncondition: selection",
    lists,
  );
  assertEquals(outcomeOf(escaped, { ...CERTUTIL, commandLine: "%a%198.51.100.1" }), true);
});

/** Keywords, and what comes of them for a row of which all fields but the parent's command line are known. */
const KEYWORDS: readonly (readonly [keywords: string, expected: boolean | string])[] = [
  ["    - URLCACHE", true],
  ["    - 203.0.113.9", true],
  ["    - 'cert*\.exe'", true],
  ["    - mimikatz", "parent"],
  ["    - mimikatz\n    - example.net", true],
  [" ann?xample", "parent"],
  [" files?example", true],
  ["\n    '|all': [urlcache, 443, example.net]", true],
  ["\n    '|all': [urlcache, mimikatz]", "parent"],
  ["\n    '|re': '(?i)\\\\CERT[a-z]+\.exe'", true],
  ["\n    '|startswith|cased': Files.", true],
  ["\n    '|startswith|cased': files.", "parent"],
  ["\n    - '': urlcache\n    - DestinationPort: 80", true],
  ["\n    - urlcache\n    - DestinationPort: 80", true],
  ["\n    DestinationPort: 80\n    '|contains': mimikatz", false],
];

for (const [keywords, expected] of KEYWORDS) {
  Deno.test(`sigma: keywords ${JSON.stringify(keywords)}: ${expected}`, async () => {
    const separator = keywords.startsWith(" ") && !keywords.startsWith("    ") ? "" : "\n";
    const detection = `keywords:${separator}${keywords.replace(/^\n/, "")}\ncondition: keywords`;
    assertEquals(outcomeOf(await ruleOf(detection), CERTUTIL), expected);
  });
}

/** A detection that cannot be evaluated, the line of what is wrong, and a part of the message. */
const BROKEN: readonly (readonly [detection: string, line: number, message: string])[] = [
  ["selection:\n    Image|endwith: x\ncondition: selection", 8, 'no modifier "endwith"'],
  ["selection:\n    Image|re|contains: x\ncondition: selection", 8, "re and contains exclude"],
  ["selection:\n    Image|re: '(a'\ncondition: selection", 8, "( without its )"],
  ["selection:\n    Image|re: '(?=a)b'\ncondition: selection", 8, "looking around"],
  ["selection:\n    Image|re: '(a)\\1'\ncondition: selection", 8, "reference back"],
  [
    "selection:\n    DestinationIp|cidr: 203.0.113\ncondition: selection",
    8,
    "no block of addresses",
  ],
  ["selection:\n    DestinationPort|gt: many\ncondition: selection", 8, "wants a number"],
  ["selection:\n    Image|exists: perhaps\ncondition: selection", 8, "wants true or false"],
  ["selection:\n    Image|contains: null\ncondition: selection", 8, "null goes with no modifier"],
  ["selection:\n    Image|base64: 'a*'\ncondition: selection", 8, "cannot be encoded"],
  [
    "selection:\n    UtcTime|hour: 3\ncondition: selection",
    8,
    "does not support the modifier hour",
  ],
  ["selection:\n    Image:\n        a: b\ncondition: selection", 9, "texts or numbers"],
  ["keywords:\n    '|exists': true\ncondition: keywords", 8, "exists wants a field"],
  ["keywords:\n    '|contains|neq': a\ncondition: keywords", 8, "wants a field"],
  ["keywords:\n    '|every': [a, b]\ncondition: keywords", 8, 'no modifier "every"'],
  ["selection: {}\ncondition: selection", 7, "empty"],
  ["selection:\ncondition: selection", 7, "empty"],
  ["selection:\n    Image: x", 6, "no condition"],
  ["selection:\n    Image: x\ncondition: selektion", 9, '"selektion", and there is no such'],
  ["selection:\n    Image: x\ncondition: 1 of sel_*", 9, "no such selection"],
  ["selection:\n    Image: x\ncondition: 2 of sel*", 9, "there are 1"],
  ["selection:\n    Image: x\ncondition: selection | count() > 5", 9, "counts events over time"],
  ["selection:\n    Image: x\ncondition: selection and", 9, "ends where a selection"],
  ["selection:\n    Image: x\ncondition: (selection", 9, "( without its )"],
  ["selection:\n    Image: x\ncondition: selection selection", 9, "and, or, or its end"],
  ["selection:\n    Image: x\n    Image: y\ncondition: selection", 9, "stands twice"],
];

for (const [detection, line, message] of BROKEN) {
  Deno.test(`sigma: broken, and told with its line: ${message}`, async () => {
    const good = ruleText("selection:\n    Image: x\ncondition: selection")
      .replace("000001", "000002");
    const { rules, broken } = await loadTexts({ "a.yml": ruleText(detection), "b.yml": good });
    assertEquals(rules.length, 1);
    assertEquals(broken.map(({ file, line }) => [file, line]), [["a.yml", line]]);
    assertStringIncludes(broken[0]!.problem, message);
  });
}
