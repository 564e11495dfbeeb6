/**
 * What the tools print when they fail, where that is all that a file holds.
 *
 * @module
 */

/** A failure, and what to do about it. */
export interface Failure {
  /** What the file holds, as in "it holds only …". */
  readonly state: string;
  readonly hint: string;
}

/** More lines than this are not a message alone. */
const MOST_LINES = 12;

/** Finds the failure that a text reports; null if it is not one, or holds more than that. */
export function failureIn(text: string): Failure | null {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0 || lines.length > MOST_LINES) return null;
  const message = lines.map((line) => line.replaceAll("’", "'")).join("\n");
  if (message.length > LONGEST) return null;
  for (const { pattern, describe } of FAILURES) {
    const match = pattern.exec(message);
    if (match !== null) return describe(match);
  }
  return null;
}

const LONGEST = 3000;

interface FailureShape {
  readonly pattern: RegExp;
  readonly describe: (match: RegExpExecArray) => Failure;
}

/** A pattern that matches any of some texts. */
function anyOf(...texts: readonly string[]): RegExp {
  return new RegExp(texts.join("|"), "i");
}

/** The messages of Windows are translated; most languages have a row each. */
const FAILURES: readonly FailureShape[] = [
  {
    pattern: anyOf(
      "requested operation requires elevation",
      "angeforderte Vorgang erfordert",
      "op.ration demand.e n.cessite une .l.vation",
      "operaci.n solicitada requiere elevaci.n",
      "operazione richiesta .*(?:elevat|elevazione)",
      "opera..o solicitada (?:requer|exige) eleva",
      "Запрошенная операция требует повышения",
      "管理者特権が必要|管理者権限が必要|昇格が必要|昇格する必要",
      "권한 상승이 필요",
      "请求的操作需要提升|請求的操作需要提升|要求的作業需要提高|要求的作業需要提升",
      "gevraagde bewerking (?:is|zijn|vereist)",
      ".dana operacja wymaga podniesienia",
      "Po.adovan. operace vy.aduje zv..en.",
      ".stenen i.lem y.kseltme",
      "beg.rda .tg.rden kr.ver",
    ),
    describe: () => ({
      state: "the message that the command needs administrator's rights, as netstat -b does",
      hint: "Save it from a terminal that was opened as administrator, or without -b: " +
        "netstat -ano > netstat.txt",
    }),
  },
  {
    pattern: /^\*\*\* Can't list domain (\S+?):? (.*)$/m,
    describe: ([, domain, reason]) => ({
      state: `the message that nslookup may not list the domain ${domain}: ${reason}`,
      hint: "The name server allows no zone transfer: ask for single names instead",
    }),
  },
  {
    pattern:
      /^(?:[^\n]*nslookup[^\n]*\n)?[^\s:：][^:：\n]{1,59}[:：] .+\nAddress(?:es)?:\s+[\da-f.:#%]+(?:\n>)+(?: ?(?:exit|quit))?$/i,
    describe: () => ({
      state: "the beginning of nslookup, in which nothing was asked",
      hint: "Ask about a name: nslookup NAME > names.txt 2>&1",
    }),
  },
  {
    pattern: /\bRPC\b/,
    describe: () => ({
      state: "the message that the RPC server of the other computer does not answer",
      hint: "tasklist /s needs the other computer on, and its firewall open: save tasklist there",
    }),
  },
  {
    pattern: anyOf(
      "Access is denied",
      "Zugriff verweigert",
      "Acc.s refus",
      "Acceso denegado",
      "Accesso negato",
      "Acesso negado",
      "Отказано в доступе",
      "アクセスが拒否",
      "액세스가 거부",
      "拒绝访问|存取被拒|拒絕存取",
      "Toegang geweigerd",
      "Odmowa dost.pu",
      "P..stup (?:byl )?odep.en",
      "Eri.im engellendi",
      ".tkomst nekad",
      "Permission denied",
    ),
    describe: () => ({
      state: "the message that access is denied",
      hint: "Save it again from a terminal that was opened as administrator (Linux: with sudo)",
    }),
  },
  {
    pattern: new RegExp(
      [
        String
          .raw`["'“„«]([\w.-]+)["'”“»] ?(?:is not recognized as an internal|n'est pas reconnu en tant que|` +
        String
          .raw`no se reconoce como|non . riconosciuto come|n.o . reconhecido como|не является внутренней|` +
        String
          .raw`は、内部コマンド|은\(는\) 내부|不是内部|不是內部|wordt niet herkend|nie jest rozpoznawan|n.o . reconhecid)`,
        String.raw`(?:Befehl|term|Benennung|terme) ["'“„«]([\w.-]+)["'”“»]`,
        String.raw`(?:^|: )([\w.-]+): (?:command )?not found$`,
        String.raw`command not found: ([\w.-]+)$`,
        String.raw`^Command '([\w.-]+)' not found`,
      ].join("|"),
      "im",
    ),
    describe: (match) => {
      const command = match.slice(1).find((part) => part !== undefined) ?? "it";
      return {
        state: `the message that the command ${command} was not found`,
        hint: "Windows has netstat, tasklist and nslookup in C:\\Windows\\System32; " +
          "Linux has netstat in the package net-tools, nslookup in bind-utils or dnsutils",
      };
    },
  },
  {
    pattern:
      /^(?:error|fehler|erreur|errore|erro|ошибка|エラー|오류|错误|錯誤|fout|błąd|chyba|hata|fel)\s?[:：]\s*(.{3,300})$/im,
    describe: ([, message]) => ({
      state: `an error message: ${message!.replace(/[.。]+$/, "")}`,
      hint: "Save it again once the command works",
    }),
  },
];
