/**
 * The program, with a fault in it: SIGUSR1 makes it throw an error that nobody catches.
 *
 * @module
 */
Deno.addSignalListener("SIGUSR1", () => {
  setTimeout(() => {
    throw new Error("a fault that nobody thought of");
  }, 0);
});
await import("../../cli.ts");
