import { assertEquals, assertRejects } from "@std/assert";
import { CaptureError, NotRecordedError } from "../../../lib/errors.ts";
import { type Host, HostError, type ResolvedRecord } from "../../../lib/host/host.ts";
import { lookUp } from "../../../lib/lookup/names/look_up.ts";
import { makeQuestion } from "../../../lib/lookup/names/question.ts";
import { fakeHost } from "../../support/fake_host.ts";

const OPTIONS = { server: null, questionMilliseconds: 2000 };

/** A host without nslookup, whose resolver knows these records by `NAME TYPE`. */
function resolver(
  answers: Record<string, readonly (string | Partial<ResolvedRecord>)[] | HostError>,
  asked: string[] = [],
): Host {
  return fakeHost({
    resolveDns: async (name, type, { server, timeoutMilliseconds }) => {
      const whom = server === null ? "" : ` ${server.address}#${server.port}`;
      asked.push(`${name} ${type}${whom} ${timeoutMilliseconds}`);
      await Promise.resolve();
      const answer = answers[`${name} ${type}`] ?? new HostError("notFound", "Nothing there");
      if (answer instanceof HostError) throw answer;
      return answer.map((record) => ({
        data: "",
        preference: null,
        weight: null,
        port: null,
        ...(typeof record === "string" ? { data: record } : record),
      }));
    },
  });
}

Deno.test("without nslookup, Deno's resolver answers and is named as the server", async () => {
  const host = resolver({
    "www.example A": ["192.0.2.1"],
    "www.example AAAA": ["2001:db8::1"],
    "example MX": [{ data: "mail.example", preference: 10 }],
    "1.2.0.192.in-addr.arpa PTR": ["www.example"],
  });
  const [addresses, mail, pointer] = await lookUp(host, [
    makeQuestion("WWW.example", null),
    makeQuestion("example", "MX"),
    makeQuestion("192.0.2.1", null),
  ], OPTIONS);
  const nothing = {
    preference: null,
    weight: null,
    port: null,
    aliases: null,
    server: "Deno",
    serverAddress: null,
    authoritative: null,
    status: "NOERROR" as const,
    note: null,
  };
  const www = { ...nothing, query: "WWW.example", name: "www.example" };
  assertEquals(addresses, [
    { ...www, type: "A", data: "192.0.2.1" },
    { ...www, type: "AAAA", data: "2001:db8::1" },
  ]);
  assertEquals(mail, [{
    ...nothing,
    query: "example",
    type: "MX",
    name: "example",
    data: "mail.example",
    preference: 10,
  }]);
  assertEquals(pointer, [{
    ...nothing,
    query: "192.0.2.1",
    type: "PTR",
    name: "1.2.0.192.in-addr.arpa",
    data: "www.example",
  }]);
});

Deno.test("each kind of failure has its status", async () => {
  const host = resolver({
    "silent.example A": new HostError("timedOut", "Too late"),
    "broken.example MX": new HostError("other", "Cannot look up broken.example: refused"),
    "half.example A": ["192.0.2.1"],
    "half.example AAAA": new HostError("timedOut", "Too late"),
  });
  const rows = (await lookUp(host, [
    makeQuestion("gone.example", null),
    makeQuestion("silent.example", null),
    makeQuestion("broken.example", "MX"),
    makeQuestion("gone.example", "ANY"),
    makeQuestion("half.example", null),
  ], OPTIONS)).flat();
  assertEquals(rows.map(({ query, type, status }) => [query, type, status]), [
    ["gone.example", null, "NODATA"],
    ["silent.example", null, "TIMEOUT"],
    ["broken.example", "MX", "ERROR"],
    ["gone.example", "ANY", "ERROR"],
    ["half.example", "A", "NOERROR"],
  ]);
  assertEquals(
    rows[0]?.note,
    "without nslookup a name that does not exist, or a server that fails, looks the same",
  );
  assertEquals(rows[2]?.note, "Cannot look up broken.example: refused");
  assertEquals(rows[3]?.note, "ANY can only be asked through nslookup");
});

Deno.test("the resolver gets the time-out and the server, a named server by its address", async () => {
  const asked: string[] = [];
  const host = resolver({ "dns.example A": ["192.0.2.53"], "www.example A": ["192.0.2.1"] }, asked);
  const [[row] = []] = await lookUp(host, [makeQuestion("www.example", "A")], {
    server: { host: "dns.example", port: 5353 },
    questionMilliseconds: 1500,
  });
  assertEquals(asked, [
    "dns.example A 1500",
    "dns.example AAAA 1500",
    "www.example A 192.0.2.53#5353 1500",
  ]);
  assertEquals([row?.server, row?.serverAddress], ["Deno", "192.0.2.53"]);
});

Deno.test("a name server without an address is an error: no other server is asked", async () => {
  const asked: string[] = [];
  const server = { host: "dns.example", port: null };
  const error = await assertRejects(
    () => lookUp(resolver({}, asked), [makeQuestion("www.example", "A")], { ...OPTIONS, server }),
    CaptureError,
  );
  assertEquals(
    error.message,
    "Cannot ask the name server dns.example: the system's name server gives no address for it (NODATA)",
  );
  assertEquals(asked.some((what) => what.startsWith("www.example")), false);
});

Deno.test("it is an error if neither nslookup nor the resolver may be used", async () => {
  const refuse = () => Promise.reject(new HostError("permissionDenied", "Not permitted"));
  const error = await assertRejects(
    () => lookUp(fakeHost({ resolveDns: refuse }), [makeQuestion("www.example", null)], OPTIONS),
    CaptureError,
  );
  assertEquals(error.message, "Cannot look up names: Not permitted");
});

Deno.test("a call that was not recorded stays an error", async () => {
  const run = () => Promise.reject(new NotRecordedError("nslookup -"));
  await assertRejects(
    () => lookUp(fakeHost({ run }), [makeQuestion("www.example", null)], OPTIONS),
    NotRecordedError,
  );
});

Deno.test("at most eight questions are asked at once, and answers keep their order", async () => {
  let [now, most] = [0, 0];
  const host = fakeHost({
    resolveDns: async (name) => {
      most = Math.max(most, ++now);
      // Later ones come back first.
      const turns = 20 - Number(/\d+/.exec(name)?.[0]) % 20;
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      now--;
      return [{ data: name, preference: null, weight: null, port: null }];
    },
  });
  const names = Array.from({ length: 100 }, (_, at) => `host${at}.example`);
  const progress: number[] = [];
  const rows = await lookUp(host, names.map((name) => makeQuestion(name, "NS")), {
    ...OPTIONS,
    onProgress: (done) => progress.push(done),
  });
  assertEquals(rows.map(([row]) => row?.data), names);
  assertEquals(most, 8);
  assertEquals(progress, names.map((_, at) => at + 1));
});

Deno.test("equal questions are asked once, and each row has its own query", async () => {
  const asked: string[] = [];
  const host = resolver({ "www.example A": ["192.0.2.1"] }, asked);
  const questions = ["www.example", "WWW.EXAMPLE.", "www.example"].map((name) =>
    makeQuestion(name, "A")
  );
  let done = 0;
  const rows = await lookUp(host, questions, { ...OPTIONS, onProgress: (count) => (done = count) });
  assertEquals(asked.length, 1);
  assertEquals(rows.map(([row]) => row?.query), ["www.example", "WWW.EXAMPLE.", "www.example"]);
  assertEquals(done, 3);
});

Deno.test("an aborted look-up ends with the signal's reason", async () => {
  const controller = new AbortController();
  const host = fakeHost({
    run: () => Promise.reject(new HostError("notFound", "nslookup is missing")),
    resolveDns(_name, _type, { signal }) {
      assertEquals(signal, controller.signal);
      controller.abort(new Error("interrupted"));
      return Promise.reject(new HostError("other", "ended"));
    },
  });
  const questions = [makeQuestion("www.example", "A")];
  const options = { server: null, questionMilliseconds: 1500, signal: controller.signal };
  await assertRejects(() => lookUp(host, questions, options), Error, "interrupted");
});
