/** Asking for the services of sockets once a minute. */
import { assertEquals } from "@std/assert";
import { rememberedServices } from "../../lib/live/remembered_services.ts";

Deno.test("each module is asked for once a minute, also one that is no service", () => {
  const asked: string[][] = [];
  let now = 0;
  const services = rememberedServices({
    socketServices: (modules) => {
      asked.push([...modules]);
      return new Map(modules.filter((module) => module !== "none").map((one) => [one, `S${one}`]));
    },
  }, { now: () => now });
  const answer = new Map([["1", "S1"], ["2", "S2"]]);
  assertEquals(services(["1", "none", "2"]), answer);
  now = 59_999;
  assertEquals(services(["2", "none", "1"]), answer);
  assertEquals(services(["3", "2"]), new Map([["3", "S3"], ["2", "S2"]]));
  assertEquals(services(["1"]), new Map([["1", "S1"]]), "what was not in use is forgotten");
  now = 60_000;
  services(["1"]);
  assertEquals(asked, [["1", "none", "2"], ["3"], ["1"], ["1"]]);
});
