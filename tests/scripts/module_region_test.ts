import { assert, assertEquals, assertThrows } from "@std/assert";
import { withParameters } from "../../scripts/module/parameters.ts";

/** A function's file with its region ended in one of two places. */
function source(end: readonly string[]): string {
  return [
    "function Get-NetWhoProcess {",
    "    param(",
    "        #region options of netwho tasklist",
    "        [switch] $Old",
    ...end,
    "    end { }",
    "}",
    "",
  ].join("\n");
}

const BEHIND = source(["    )", "    #endregion"]);

Deno.test("the region of parameters ends behind the parenthesis, wherever it ended", () => {
  const written = withParameters(BEHIND);
  assertEquals(withParameters(source(["        #endregion", "    )"])), written);
  assertEquals(withParameters(written), written);
  assert(written.includes("$CopyExecutable\n    )\n    #endregion\n    end { }\n}\n"), written);
  assert(!written.includes("$Old"));
});

Deno.test("no comment but a parameter's own stands beside it, which would be its help", () => {
  assert(withParameters(BEHIND).includes("#region options of netwho tasklist\n\n        # "));
});

Deno.test("a region that does not end at the parameters' end is an error", () => {
  assertThrows(() => withParameters(source(["        #endregion"])), Error, "no )");
  assertThrows(() => withParameters(source([])), Error, "no #endregion");
});
