import { assert, assertEquals, assertMatch } from "@std/assert";
import * as fc from "fast-check";
import {
  SIGNATURE_ARGUMENTS,
  signatureInput,
} from "../../../lib/tools/signatures/signature_call.ts";
import { commonName } from "../../../lib/tools/signatures/common_name.ts";
import { parseSignatures } from "../../../lib/tools/signatures/parse_signatures.ts";
import { SHELLS } from "../../support/powershell.ts";

/** As .NET's `Regex.Unescape` reads an escaped text. */
function unescape(line: string): string {
  return line.replace(
    /\\(?:u([0-9a-f]{4})|(\\))/g,
    (_, unit, other) => unit === undefined ? other : String.fromCharCode(parseInt(unit, 16)),
  );
}

Deno.test("the program is fixed, in ASCII, without a quote that a command line would escape", () => {
  const script = SIGNATURE_ARGUMENTS.at(-1)!;
  assertMatch(script, /^[ -~]+$/);
  assert(!script.includes('"'));
  // A program that is encoded alarms those who watch for attackers.
  assertEquals(SIGNATURE_ARGUMENTS.filter((word) => /^-e/i.test(word)), []);
  assertEquals(SIGNATURE_ARGUMENTS.indexOf("-Command"), SIGNATURE_ARGUMENTS.length - 2);
});

Deno.test("paths go in as ASCII, one a line, and come out as they were", () => {
  const hostile = [
    "C:\\a'; calc #.exe",
    "C:\\日本\\😀.exe",
    "C:\\$(calc)\\`n.exe",
    "C:\\[a]*.exe",
    "\n",
  ];
  const path = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostile));
  fc.assert(fc.property(fc.array(path), (paths) => {
    const text = new TextDecoder().decode(signatureInput(paths));
    assertMatch(text, /^[ -~\r\n]*$/);
    assertEquals(text.split("\r\n").slice(0, -1).map(unescape), paths);
  }));
});

for (const shell of SHELLS) {
  for (const mode of ["FullLanguage", "ConstrainedLanguage"]) {
    Deno.test(`${shell} reads the paths and prints what is parsed, in ${mode}`, async () => {
      // Only Windows has Get-AuthenticodeSignature: a function stands in its place.
      const stub = "function Get-It($LiteralPath,$ErrorAction){" +
        "if($LiteralPath -like '*gone*'){throw 'nicht da: '+[char]246};" +
        "@{Status='Valid';IsOSBinary=$true;SignerCertificate=@{" +
        "Subject='CN='+[char]220+', O='+$LiteralPath}}};" +
        `$ExecutionContext.SessionState.LanguageMode='${mode}';`;
      const script = SIGNATURE_ARGUMENTS.at(-1)!
        .replace("Microsoft.PowerShell.Security\\Get-AuthenticodeSignature", "Get-It");
      const paths = ["C:\\Prög\\日本 $x `n 'q'.exe", "/gone/[a].exe", "C:\\😀;calc.exe"];
      const args = [...SIGNATURE_ARGUMENTS.slice(0, -1), stub + script];
      const child = new Deno.Command(shell, { args, stdin: "piped", stdout: "piped" }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(signatureInput(paths));
      await writer.close();
      const { code, stdout } = await child.output();
      const text = new TextDecoder().decode(stdout);
      assertMatch(text, /^[ -~\r\n]*$/);
      assertEquals(code, 0);
      const { rows, rejected } = parseSignatures(text);
      assertEquals(rejected, []);
      assertEquals(rows, [
        row(0, { status: "Valid", isOfWindows: true, subject: `CN=Ü, O=${paths[0]}` }),
        row(1, { problem: "nicht da: ö" }),
        row(2, { status: "Valid", isOfWindows: true, subject: `CN=Ü, O=${paths[2]}` }),
      ]);
      assertEquals(commonName(rows[0]!.subject), "Ü");
    });
  }
}

function row(index: number, told: object) {
  return { index, status: null, isOfWindows: false, subject: null, problem: null, ...told };
}
