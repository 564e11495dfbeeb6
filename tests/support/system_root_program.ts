/** Prints the Windows folder, and the libraries that were opened to ask for it. */
import { systemRoot } from "../../lib/host/windows/system_root.ts";

const opened: string[] = [];
Object.defineProperty(Deno, "dlopen", {
  value(path: string) {
    opened.push(path);
    throw new Error("not opened");
  },
});
const folder = systemRoot();
console.log(`${folder} opened [${opened.join()}]`);
