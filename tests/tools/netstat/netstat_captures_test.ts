import { assert, assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import type { Parsed } from "../../../lib/model/parsed.ts";
import type { Socket } from "../../../lib/model/socket.ts";
import { decodeBytes } from "../../../lib/text/decode.ts";
import { looksLikeNetstat, parseNetstat } from "../../../lib/tools/netstat/parse_netstat.ts";
import { withCaptures } from "../../support/captures.ts";
import { at, named, NOWHERE, tcp, udp } from "../../support/sockets.ts";

// What netstat printed on Windows machines in several languages.

// Counted and added up in the folder by this Python script; service names count as their ports:
//
//   import glob, re
//   from collections import Counter
//   PORTS = dict(http=80, https=443)
//   PORTS["microsoft-ds"] = 445; PORTS["netbios-ssn"] = 139
//   port = lambda end: (lambda p: PORTS.get(p, int(p) if p.isdigit() else 0))(end.rsplit(":", 1)[1])
//   is_program = re.compile(r" +\[.*\]\s*$").match
//   for name in sorted(glob.glob("*.txt")):
//       lines = open(name, encoding="utf-8").read().split("\n")
//       rows = [l.split() for l in lines if l.split()[:1] in (["TCP"], ["UDP"])]
//       pids = [int(r[-1]) for r in rows if len(r) > (4 if r[0] == "TCP" else 3) and r[-1].isdigit()]
//       words = Counter(r[3] if len(r) > 3 else "-" for r in rows if r[0] == "TCP")
//       tcp = sum(words.values())
//       print(f'"{name[:-4]}": "TCP {tcp}, UDP {len(rows) - tcp}; '
//             f'ports {sum(port(r[1]) for r in rows)} {sum(port(r[2]) for r in rows)}; '
//             f'PIDs {len(pids)} {sum(pids)}; programs {sum(bool(is_program(l)) for l in lines)}; '
//             f'{" ".join(f"{w} {n}" for w, n in sorted(words.items()))}",')
const SUMMARIES: Readonly<Record<string, string>> = {
  "de-an-01":
    "TCP 37, UDP 5; ports 1363717 1023096; PIDs 0 0; programs 0; ABH™REN 13 FIN_WARTEN_2 3 HERGESTELLT 12 SCHLIESSEN_WARTEN 5 WARTEND 4",
  "en-an-01":
    "TCP 80, UDP 180; ports 4273053 565944; PIDs 0 0; programs 0; ESTABLISHED 32 LISTENING 48",
  "en-ano-01":
    "TCP 71, UDP 137; ports 3742501 567444; PIDs 208 2877184; programs 0; ESTABLISHED 32 LISTENING 39",
  "en-anob-01":
    "TCP 114, UDP 204; ports 4955797 610576; PIDs 318 4731392; programs 280; CLOSE_WAIT 6 ESTABLISHED 54 LISTENING 51 TIME_WAIT 3",
  "en-anob-xp-01": "TCP 4, UDP 2; ports 3271 0; PIDs 6 4056; programs 6; LISTENING 4",
  "en-anoq-02": "TCP 4, UDP 0; ports 203271 0; PIDs 4 10318; programs 0; BOUND 3 LISTENING 1",
  "en-anq-findstr-01": "TCP 1, UDP 0; ports 22 0; PIDs 0 0; programs 0; BOUND 1",
  "en-on-02":
    "TCP 4, UDP 0; ports 63016 159397; PIDs 4 12212; programs 0; ESTABLISHED 3 TIME_WAIT 1",
  "en-plain-01": "TCP 32, UDP 0; ports 565944 565944; PIDs 0 0; programs 0; ESTABLISHED 32",
  "en-t-win2003-01":
    "TCP 11, UDP 3; ports 8088 104141; PIDs 0 0; programs 0; CLOSE_WAIT 2 ESTABLISHED 1 LISTENING 6 SYN_SENT 2",
  "es-an-02":
    "TCP 13, UDP 4; ports 419936 2295; PIDs 0 0; programs 0; CLOSE_WAIT 2 ESTABLISHED 2 LISTENING 7 TIME_WAIT 2",
  "es-nabo-redirected-05":
    "TCP 13, UDP 4; ports 429259 51715; PIDs 17 32872; programs 10; ESTABLISHED 3 LISTENING 7 TIME_WAIT 3",
  "es-o-03":
    "TCP 12, UDP 0; ports 599350 152125; PIDs 12 52612; programs 0; ESTABLISHED 10 TIME_WAIT 2",
  "es-plain-01":
    "TCP 7, UDP 0; ports 253919 104662; PIDs 0 0; programs 0; ESTABLISHED 4 TIME_WAIT 3",
  "fr-ab-02":
    "TCP 17, UDP 5; ports 895239 73490; PIDs 0 0; programs 15; ESTABLISHED 7 LISTENING 6 TIME_WAIT 4",
  "fr-ano-04": "TCP 11, UDP 0; ports 127698 0; PIDs 11 22564; programs 0; LISTENING 11",
  "fr-plain-03":
    "TCP 13, UDP 0; ports 564827 196049; PIDs 0 0; programs 0; CLOSE_WAIT 1 ESTABLISHED 8 TIME_WAIT 4",
  "ja-ano-findstr-03": "TCP 4, UDP 0; ports 72732 0; PIDs 4 26752; programs 0; LISTENING 4",
  "ja-plain-01":
    "TCP 28, UDP 0; ports 1379667 270159; PIDs 0 0; programs 0; - 2 CLOSE_WAI 1 CLOSE_WAIT 2 ESTABLIS 2 ESTABLISHED 19 TIME_WAIT 2",
  "ko-ano-02": "TCP 1, UDP 0; ports 8009 0; PIDs 1 17556; programs 0; LISTENING 1",
  "ko-ano-findstr-04":
    "TCP 6, UDP 0; ports 160695 144535; PIDs 6 62128; programs 0; ESTABLISHED 4 LISTENING 2",
  "ko-anop-udp-01": "TCP 0, UDP 6; ports 46512 0; PIDs 6 60172; programs 0; ",
  "ru-plain-01":
    "TCP 8, UDP 0; ports 122659 476936; PIDs 0 0; programs 0; ESTABLISHED 2 FIN_WAIT_2 6",
  "ru-plain-02": "TCP 9, UDP 0; ports 514394 59171; PIDs 0 0; programs 0; ESTABLISHED 9",
  "zh-CN-an-02":
    "TCP 21, UDP 0; ports 509402 115698; PIDs 0 0; programs 0; ESTABLISHED 4 LISTENING 16 TIME_WAIT 1",
  "zh-CN-ano-01":
    "TCP 15, UDP 0; ports 600451 603; PIDs 15 30188; programs 0; ESTABLISHED 3 LISTENING 12",
  "zh-CN-t-04":
    "TCP 9, UDP 0; ports 456666 298075; PIDs 0 0; programs 0; CLOSE_WAIT 1 ESTABLISHED 8",
  "zh-TW-plain-01":
    "TCP 10, UDP 0; ports 437505 538726; PIDs 0 0; programs 0; CLOSE_WAIT 1 ESTABLISHED 7 TIME_WAIT 2",
};

/** The numbers of the lines that hold no row: authors' "...", and the end of a row cut off. */
const REJECTED: Readonly<Record<string, readonly number[]>> = {
  "de-an-01": [10, 23, 40],
  "ja-plain-01": [29],
  "ko-anop-udp-01": [4, 6, 8, 13],
};

/** Rows in full, by their place. */
const ROWS: Readonly<Record<string, Readonly<Record<number, Socket>>>> = {
  "de-an-01": {
    0: tcp([at("0.0.0.0", 102), at("0.0.0.0", 0)], { state: "LISTENING", stateText: "ABH™REN" }),
    6: tcp([at("127.0.0.1", 44080), at("127.0.0.1", 49918)], {
      state: "ESTABLISHED",
      stateText: "HERGESTELLT",
    }),
    9: tcp([at("127.0.0.1", 44080), at("127.0.0.1", 51244)], {
      state: "FIN_WAIT_2",
      stateText: "FIN_WARTEN_2",
    }),
    14: tcp([at("127.0.0.1", 49186), at("127.0.0.1", 49273)], {
      state: "CLOSE_WAIT",
      stateText: "SCHLIESSEN_WARTEN",
    }),
    18: tcp([at("127.0.0.1", 51231), at("127.0.0.1", 44080)], {
      state: "TIME_WAIT",
      stateText: "WARTEND",
    }),
    31: tcp([at("::", 135), at("::", 0)], { state: "LISTENING", stateText: "ABH™REN" }),
    41: udp([at("0.0.0.0", 4500), NOWHERE]),
  },
  "en-an-01": {
    259: udp([at("fe80::asda:4124:2096:62b2%9", 1900), NOWHERE]),
  },
  "en-anob-01": {
    0: tcp([at("0.0.0.0", 135), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 1712,
      process: "svchost.exe",
      components: ["RpcSs"],
    }),
    1: tcp([at("0.0.0.0", 443), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 9396,
      process: "vmware-hostd.exe",
    }),
    2: tcp([at("0.0.0.0", 445), at("0.0.0.0", 0)], { state: "LISTENING", pid: 4 }),
    13: tcp([at("0.0.0.0", 49664), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 1428,
      process: "System",
    }),
  },
  "en-anob-xp-01": {
    0: tcp([at("0.0.0.0", 135), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 988,
      process: "svchost.exe",
      components: [
        "c:\\windows\\system32\\WS2_32.dll",
        "C:\\WINDOWS\\system32\\RPCRT4.dll",
        "c:\\windows\\system32\\rpcss.dll",
        "C:\\WINDOWS\\system32\\svchost.exe",
        "-- unknown component(s) --",
      ],
    }),
    1: tcp([at("0.0.0.0", 445), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 4,
      process: "System",
    }),
    2: tcp([at("127.0.0.1", 1027), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 1244,
      process: "alg.exe",
    }),
    3: tcp([at("192.168.0.104", 139), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 4,
      process: "System",
    }),
    4: udp([at("0.0.0.0", 1025), NOWHERE], {
      pid: 1120,
      process: "svchost.exe",
      components: [
        "C:\\WINDOWS\\system32\\mswsock.dll",
        "c:\\windows\\system32\\WS2_32.dll",
        "c:\\windows\\system32\\DNSAPI.dll",
        "c:\\windows\\system32\\dnsrslvr.dll",
        "C:\\WINDOWS\\system32\\RPCRT4.dll",
      ],
    }),
    5: udp([at("0.0.0.0", 500), NOWHERE], { pid: 696, process: "lsass.exe" }),
  },
  "en-anq-findstr-01": {
    0: tcp([at("0.0.0.0", 22), at("0.0.0.0", 0)], { state: "BOUND" }),
  },
  "en-on-02": {
    1: tcp([at("127.0.0.1", 5357), at("127.0.0.1", 54599)], { state: "TIME_WAIT", pid: 0 }),
    3: tcp([at("fe80::3c7a:339:64f0:2161%11", 51769), at("fe80::3c7a:339:64f0:2161%11", 1521)], {
      state: "ESTABLISHED",
      pid: 4776,
    }),
  },
  "en-plain-01": {
    31: tcp([at("127.0.0.1", 49674), named("api", 49673)], { state: "ESTABLISHED" }),
  },
  "en-t-win2003-01": {
    4: tcp([at("10.10.10.14", 80), at("10.10.14.16", 51528)], {
      state: "CLOSE_WAIT",
      offloadState: "InHost",
    }),
    13: udp([at("0.0.0.0", 1026), NOWHERE]),
  },
  "es-nabo-redirected-05": {
    0: tcp([at("0.0.0.0", 135), at("0.0.0.0", 0)], {
      state: "LISTENING",
      pid: 1052,
      process: "svchost.exe",
      components: ["RpcEptMapper"],
    }),
    1: tcp([at("0.0.0.0", 445), at("0.0.0.0", 0)], { state: "LISTENING", pid: 4 }),
    7: tcp([at("192.168.0.106", 50046), at("34.120.208.123", 443)], {
      state: "TIME_WAIT",
      pid: 0,
    }),
    16: udp([at("::", 5355), NOWHERE], {
      pid: 2448,
      process: "svchost.exe",
      components: ["Dnscache"],
    }),
  },
  "es-o-03": {
    5: tcp([at("192.168.0.106", 49964), named("82", 80)], { state: "ESTABLISHED", pid: 6472 }),
    8: tcp([at("192.168.0.106", 49972), named("cdn-185-199-108-153", 443)], {
      state: "ESTABLISHED",
      pid: 6472,
    }),
  },
  "es-plain-01": {
    3: tcp([at("192.168.0.55", 50289), named("MINI-PC", 139)], { state: "TIME_WAIT" }),
    5: tcp([at("fe80::c9ee:eb4d:5f0b:a64f%4", 1521), named("DESKTOP-0000001", 50297)], {
      state: "TIME_WAIT",
    }),
  },
  "fr-ab-02": {
    0: tcp([at("0.0.0.0", 135), named("pubads", 0)], {
      state: "LISTENING",
      process: "svchost.exe",
      components: ["RpcSs"],
    }),
    1: tcp([at("0.0.0.0", 445), named("pubads", 0)], { state: "LISTENING" }),
    13: tcp([at("127.0.0.1", 63756), named("pubads", 0)], {
      state: "LISTENING",
      process: "NVIDIA Web Helper.exe",
    }),
    19: udp([at("10.33.1.18", 137), NOWHERE]),
    21: udp([at("fe80::506d:75da:7205:84f4%24", 56204), NOWHERE], {
      process: "svchost.exe",
      components: ["SSDPSRV"],
    }),
  },
  "fr-plain-03": {
    2: tcp([at("10.33.16.169", 49590), named("25", 443)], { state: "CLOSE_WAIT" }),
  },
  "ja-ano-findstr-03": {
    2: tcp([at("::", 3306), at("::", 0)], { state: "LISTENING", pid: 6688 }),
  },
  "ja-plain-01": {
    15: tcp([
      at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 49703),
      named("g2600-140b-1e00-000d-0000-0000-17d5-290e", null),
    ], { state: "UNKNOWN", stateText: null }),
    17: tcp([
      at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 50062),
      named("edge-oculus6-shv-01-itm1", 443),
    ], { state: "CLOSE_WAIT", stateText: "CLOSE_WAI" }),
    20: tcp([
      at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 50606),
      at("2600:9000:26a9:f200:19:f28c:cd92:c761", null),
    ], { state: "UNKNOWN", stateText: null }),
    24: tcp([
      at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 50983),
      at("2606:4700:e6::ac40:ce26", 443),
    ], { state: "ESTABLISHED", stateText: "ESTABLIS" }),
    27: tcp([
      at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 51042),
      at("2001:ce8:0:18:face:b00c:0:a7", 443),
    ], { state: "ESTABLISHED" }),
  },
  "ko-anop-udp-01": {
    0: udp([at("0.0.0.0", 1025), NOWHERE], { pid: 14364 }),
    5: udp([at("127.0.0.1", 12233), NOWHERE], { pid: 5780 }),
  },
  "ru-plain-02": {
    4: tcp([at("192.168.55.73", 60484), named("Serfiles", 445)], { state: "ESTABLISHED" }),
  },
  "zh-CN-t-04": {
    6: tcp([at("192.168.0.107", 52620), at("111.62.245.121", 443)], {
      state: "CLOSE_WAIT",
      offloadState: "InHost",
    }),
  },
};

/** The OEM code page of a language. */
const CODE_PAGES: Readonly<Record<string, number>> = {
  en: 437,
  de: 850,
  fr: 850,
  es: 850,
  ru: 866,
  ja: 932,
  ko: 949,
  "zh-CN": 936,
  "zh-TW": 950,
};

function summary(rows: readonly Socket[]): string {
  const tcp = rows.filter(({ protocol }) => protocol === "TCP");
  const pids = rows.flatMap(({ pid }) => pid === null ? [] : [pid]);
  const words = new Map<string, number>();
  for (const { stateText } of tcp) {
    words.set(stateText ?? "-", (words.get(stateText ?? "-") ?? 0) + 1);
  }
  const counted = [...words].sort(([one], [other]) => one < other ? -1 : 1);
  return `TCP ${tcp.length}, UDP ${rows.length - tcp.length}; ` +
    `ports ${sum(rows.map((row) => row.localPort))} ${sum(rows.map((row) => row.remotePort))}; ` +
    `PIDs ${pids.length} ${sum(pids)}; ` +
    `programs ${rows.filter(({ process }) => process !== null).length}; ` +
    counted.map(([word, count]) => `${word} ${count}`).join(" ");
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}

function check(name: string, { rows, rejected }: Parsed<Socket>): void {
  assertEquals(summary(rows), SUMMARIES[name]);
  assertEquals(rejected.map(({ line }) => line), REJECTED[name] ?? []);
  for (const [index, row] of Object.entries(ROWS[name] ?? {})) {
    assertEquals(rows[Number(index)], row);
  }
}

withCaptures("netstat", ({ folder, files }) => {
  Deno.test("captures: all of them have an expectation", () => {
    assertEquals(files.map((name) => name.replace(/\.txt$/, "")), Object.keys(SUMMARIES).sort());
  });

  for (const name of Object.keys(SUMMARIES)) {
    const file = new URL(`${name}.txt`, folder);
    const codePage = CODE_PAGES[name.replace(/-(?!CN|TW).*$/, "")]!;

    Deno.test(`captures: ${name}, UTF-8`, () => {
      const bytes = Deno.readFileSync(file);
      assert(looksLikeNetstat(new TextDecoder().decode(bytes)));
      check(name, parseNetstat(bytes));
    });

    Deno.test(`captures: ${name}, UTF-16`, async () => {
      const bytes = iconv.encode(Deno.readTextFileSync(file), "utf-16le", { addBOM: true });
      check(name, parseNetstat(await decodeBytes(bytes, { oemCodePage: () => null })));
    });

    Deno.test(`captures: ${name}, code page ${codePage}`, async () => {
      const text = Deno.readTextFileSync(file);
      const bytes = iconv.encode(text, `cp${codePage}`);
      const decoded = await decodeBytes(bytes, { oemCodePage: () => codePage });
      // What the page lacks, such as the ™ of a misread Ö, becomes `?`: the rows must not suffer.
      const parsed = parseNetstat(decoded);
      if (iconv.decode(bytes, `cp${codePage}`) === text) check(name, parsed);
      else assertEquals(parsed.rows.map(withoutWord), parseNetstat(text).rows.map(withoutWord));
    });
  }
});

function withoutWord({ stateText: _, ...row }: Socket): Omit<Socket, "stateText"> {
  return row;
}
