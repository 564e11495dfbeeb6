/**
 * Writes what netsh prints, with any words in the place of its labels.
 *
 * @module
 */
import fc from "fast-check";
import type { HttpProcess, HttpQueue } from "../../lib/tools/netsh/service_state.ts";
import type { PortRange } from "../../lib/tools/netsh/port_ranges.ts";
import type { UrlReservation } from "../../lib/tools/netsh/url_reservations.ts";

/** Letters of scripts that Windows is translated into, and some that it is not. */
const SCRIPTS = [
  "abcdefghijklmnopqrstuvwxyz",
  "äöüßéèêçñãõåøæčšžłőű",
  "абвгдежзиклмнопрстуфхцчшщэюя",
  "αβγδεζηθικλμνξοπρστυφχψω",
  "日本語開始終了要求状態名前数",
  "请求队列名称状态版本属性超时",
  "요청대기열이름상태버전속성",
  "אבגדהוזחטיכלמנסעפצקרשת",
  "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
  "कखगघचछजझटठडढतथदधन",
  "กขคงจฉชซฌญฎฏฐฑฒณดตถ",
] as const;

/** Words in one script, as a label is made of. */
const phrase = fc.constantFrom(...SCRIPTS).chain((script) =>
  fc.array(fc.array(fc.constantFrom(...script), { minLength: 1, maxLength: 9 }), {
    minLength: 1,
    maxLength: 4,
  }).map((words) => words.map((letters) => letters.join("")).join(" "))
);

/** How a language writes labels: other words for each, and what stands between label and value. */
export interface Wording {
  /** The words for an English label. */
  readonly say: (label: string) => string;
  /** Between a label and its value. */
  readonly colon: string;
  readonly end: string;
}

/** Any language. */
export const wording: fc.Arbitrary<Wording> = fc.record({
  words: fc.array(phrase, { minLength: 40, maxLength: 40 }),
  colon: fc.constantFrom(": ", " : ", "：", ":  "),
  end: fc.constantFrom("\r\n", "\n"),
}).map(({ words, colon, end }) => {
  const known = new Map<string, string>();
  const say = (label: string) => {
    const said = known.get(label) ?? words[known.size % words.length]!;
    known.set(label, said);
    return said;
  };
  return { say, colon, end };
});

const host = fc.constantFrom(
  "+",
  "*",
  "www.example",
  "LOCALHOST",
  "192.0.2.7",
  "[::1]",
  "[2001:db8::7]",
);

/** A URL of HTTP.sys, and its port. */
const url = fc.record({
  scheme: fc.constantFrom("HTTP", "HTTPS", "http", "https"),
  host,
  port: fc.integer({ min: 1, max: 65535 }),
  bound: fc.boolean(),
  path: fc.constantFrom(
    "/",
    "/WSMAN/",
    "/prüfung/",
    "/5C1F6B7A-0D2E-4A31-9C55-00A1B2C3D4E5/",
    "/a:1/",
  ),
}).map(({ scheme, host, port, bound, path }) =>
  `${scheme}://${host}:${port}${bound ? `:${host}` : ""}${path}`
);

/** Queues as a newer Windows tells of them; no two share a URL. */
export const queues: fc.Arbitrary<HttpQueue[]> = fc.array(
  fc.record({
    name: fc.option(fc.constantFrom("DefaultAppPool", "Pool-2", ".NET_v4.5", "Sites")),
    processes: fc.uniqueArray(
      fc.record<HttpProcess>({
        pid: fc.integer({ min: 4, max: 0xffffffff }),
        image: fc.option(
          fc.constantFrom("C:\\Windows\\System32\\svchost.exe", "D:\\Müller & Söhne\\a, b.exe"),
        ),
        services: fc.option(
          fc.uniqueArray(fc.constantFrom("WinRM", "FDResPub", "Example Service"), {
            minLength: 1,
          }),
        ),
        taggedService: fc.constant(null),
      }).map((process) => ({ ...process, taggedService: process.services?.[0] ?? null })),
      { maxLength: 3, selector: ({ pid }) => pid },
    ),
    urls: fc.uniqueArray(url, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
).map((queues) => {
  const seen = new Set<string>();
  const isNew = (text: string) => !seen.has(text) && seen.add(text) !== undefined;
  return queues.map(({ name, processes, urls }) => ({
    name: name !== null && isNew(name) ? name : null,
    processes,
    urls: urls.filter(isNew),
  }));
});

/** What stands in the place of the name of a queue without one. */
const UNNAMED = "Request queue is unnamed";

/** Writes `netsh http show servicestate` in the view of queues or in that of sessions. */
export function writeServiceState(
  queues: readonly HttpQueue[],
  { view, isOld, wording }: { view: "queues" | "sessions"; isOld: boolean; wording: Wording },
): string {
  const { say, colon, end } = wording;
  const pair = (indent: number, label: string, value: string) =>
    `${" ".repeat(indent)}${say(label)}${colon}${value}`;
  const list = (indent: number, label: string) =>
    `${" ".repeat(indent)}${say(label)}${colon.trimEnd()}`;
  const nameOf = ({ name }: HttpQueue) => name ?? `${say(UNNAMED)}.`;
  let number = 0;
  const identity = () => `FE${(++number).toString(16).toUpperCase().padStart(14, "0")}`;
  const urlsOf = (indent: number, urls: readonly string[]) => [
    list(indent, "Registered URLs"),
    ...urls.map((url) => `${" ".repeat(indent + 4)}${url}`),
  ];
  const group = (queue: HttpQueue) => [
    list(4, "URL groups"),
    pair(4, "URL group ID", identity()),
    pair(8, "State", say("Active")),
    pair(8, "Request queue name", nameOf(queue)),
    list(8, "Properties"),
    pair(12, "Max bandwidth", say("inherited")),
    list(12, "Timeouts"),
    pair(16, "Entity body timeout (secs)", "120"),
    pair(12, "Number of registered URLs", `${queue.urls.length}`),
    ...urlsOf(12, queue.urls),
  ];
  const session = (indent: number) => [
    pair(indent, "Server session ID", identity()),
    pair(indent + 4, "Version", "2.0"),
    list(indent + 4, "Properties"),
    pair(indent + 8, "Max bandwidth", "4294967295"),
  ];
  const processesOf = (indent: number, processes: readonly HttpProcess[]) =>
    isOld
      ? [
        list(indent, "Process IDs"),
        ...processes.map(({ pid }) => `${" ".repeat(indent + 4)}${pid}`),
      ]
      : [
        list(indent, "Processes"),
        ...processes.flatMap(({ pid, image, services, taggedService }) => [
          `${" ".repeat(indent + 4)}${say("ID")}${colon}${pid}, ${say("image")}: ${image ?? "<?>"}`,
          ...services === null ? [] : [pair(indent + 4, "Services", services.join(", "))],
          ...taggedService === null ? [] : [pair(indent + 4, "Tagged Service", taggedService)],
        ]),
      ];
  const head = (indent: number, queue: HttpQueue) => [
    pair(indent, "Request queue name", nameOf(queue)),
    pair(indent + 4, "Version", "2.0"),
    pair(indent + 4, "State", say("Active")),
    pair(indent + 4, "Max requests", "1000"),
    pair(indent + 4, "Number of active processes attached", `${queue.processes.length}`),
    ...processesOf(indent + 4, queue.processes),
  ];
  const title = list(0, "Snapshot of HTTP service state");
  const lines = view === "queues"
    ? queues.flatMap((queue) => [...head(0, queue), ...group(queue), ...session(8), ""])
    : [
      ...queues.flatMap((queue) => [...session(0), ...group(queue), ""]),
      list(0, "Request queues"),
      ...queues.flatMap((queue) => [
        ...head(4, queue),
        ...isOld ? [] : urlsOf(8, queue.urls),
        "",
      ]),
    ];
  return ["", title, "-".repeat(52), "", ...lines, ""].join(end);
}

/** Any reservations. */
export const reservations: fc.Arbitrary<UrlReservation[]> = fc.array(
  fc.record({
    url,
    users: fc.uniqueArray(
      fc.constantFrom(
        "\\Everyone",
        "NT AUTHORITY\\LOCAL SERVICE",
        "PC\\山田 太郎",
        "BUILTIN\\Benutzer",
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  { maxLength: 5 },
);

/** Writes `netsh http show urlacl`. */
export function writeUrlReservations(
  reservations: readonly UrlReservation[],
  { say, colon, end }: Wording,
): string {
  const lines = reservations.flatMap(({ url, users }) => [
    `    ${say("Reserved URL")}            ${colon}${url} `,
    ...users.flatMap((user) => [
      `        ${say("User")}${colon}${user}`,
      `            ${say("Listen")}${colon}${say("Yes")}`,
      `            ${say("Delegate")}${colon}${say("No")}`,
    ]),
    "            SDDL: D:(A;;GX;;;WD)(A;;GX;;;S-1-5-80-1-2-3) ",
    "",
  ]);
  return ["", `${say("URL Reservations")}${colon}`, "-".repeat(17), "", ...lines, ""].join(end);
}

/** Any ranges. */
export const ranges: fc.Arbitrary<PortRange[]> = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 65535 }),
    fc.integer({ min: 1, max: 65535 }),
    fc.boolean(),
  ).map(([one, other, administered]) => ({
    start: Math.min(one, other),
    end: Math.max(one, other),
    administered,
  })),
);

/** Writes `netsh int ipv4 show excludedportrange protocol=tcp`. */
export function writePortRanges(
  ranges: readonly PortRange[],
  { say, end }: Pick<Wording, "say" | "end">,
): string {
  const rows = ranges.map(({ start, end: last, administered }) =>
    `${`${start}`.padStart(10)}  ${`${last}`.padStart(10)}     ${administered ? "*" : ""}`
  );
  return [
    "",
    `${say("Protocol")} tcp ${say("Port Exclusion Ranges")}`,
    "",
    `${say("Start Port")}    ${say("End Port")}      `,
    "----------    --------      ",
    ...rows,
    "",
    `* - ${say("Administered port exclusions")}.`,
    "",
  ].join(end);
}
