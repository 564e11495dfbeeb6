// netsh's output in the layouts and languages of public captures, with invented contents.
import { assertEquals } from "@std/assert";
import { decodeBytes } from "../../../lib/text/decode.ts";
import { parsePortRanges } from "../../../lib/tools/netsh/port_ranges.ts";
import { parseServiceState } from "../../../lib/tools/netsh/service_state.ts";
import { parseUrlReservations } from "../../../lib/tools/netsh/url_reservations.ts";

const FOLDER = new URL("../../fixtures/netsh/", import.meta.url);

async function fixture(name: string, page: number): Promise<string> {
  const bytes = Deno.readFileSync(new URL(`${name}.txt`, FOLDER));
  return await decodeBytes(bytes, { oemCodePage: () => page });
}

const bare = (pid: number) => ({ pid, image: null, services: null, taggedService: null });

Deno.test("an older Windows with IIS: a pool without a program keeps its URLs", async () => {
  assertEquals(parseServiceState(await fixture("servicestate-sessions.en", 437)), {
    queues: [
      {
        name: null,
        processes: [bare(3416)],
        urls: ["HTTP://+:5985/WSMAN/", "HTTP://+:47001/WSMAN/"],
      },
      // Its controller, process 3408, serves nothing.
      { name: "SamplePool", processes: [], urls: ["HTTP://192.0.2.7:8000:192.0.2.7/"] },
    ],
    otherUrls: [],
  });
});

Deno.test("a Chinese Windows: two programs of one queue, a comma of its own", async () => {
  assertEquals(parseServiceState(await fixture("servicestate-queues.zh-CN", 936)), {
    queues: [{
      name: null,
      processes: [
        {
          pid: 4120,
          image: null,
          services: ["SampleSvc", "OtherSvc"],
          taggedService: "SampleSvc",
        },
        { ...bare(5344), image: "D:\\示例 软件\\服务器.exe" },
      ],
      urls: ["HTTPS://*:443/示例/", "HTTP://[::1]:19443:[::1]/"],
    }],
    otherUrls: [],
  });
});

Deno.test("reserved URLs: several users, one that Windows cannot name", async () => {
  assertEquals(parseUrlReservations(await fixture("urlacl.en", 437)), [
    { url: "http://+:80/Temporary_Listen_Addresses/", users: ["\\Everyone"] },
    { url: "https://*:5358/", users: ["BUILTIN\\Users", "NT AUTHORITY\\LOCAL SERVICE"] },
    { url: "http://www.example:8080/report/", users: ["Can't lookup sid, Error: 1332"] },
  ]);
  assertEquals(parseUrlReservations(await fixture("urlacl.ru", 866)), [
    { url: "http://+:10247/пример/", users: ["NT AUTHORITY\\ИНТЕРАКТИВНЫЕ"] },
  ]);
});

Deno.test("reserved ports", async () => {
  assertEquals(parsePortRanges(await fixture("excludedportrange.en", 437)), {
    rows: [
      { start: 80, end: 80, administered: false },
      { start: 5357, end: 5357, administered: false },
      { start: 49692, end: 49791, administered: false },
      { start: 50000, end: 50059, administered: true },
    ],
    rejected: [],
  });
  assertEquals(parsePortRanges(await fixture("excludedportrange.ja", 932)).rows, [
    { start: 56030, end: 56129, administered: false },
    { start: 65535, end: 65535, administered: true },
  ]);
});
