/**
 * Writes listings as netstat does, in the forms in which they reach netwho. Written from descriptions
 * of netstat's output, independently of the parser.
 */
import { emptyRecord } from "../../lib/model/field.ts";
import { type Socket, SOCKET_FIELDS } from "../../lib/model/socket.ts";

/** The words of one language of Windows. */
export interface Language {
  readonly title: string;
  /** Protocol, local, foreign, state, PID, offload state, time in state. */
  readonly header: readonly [string, string, string, string, string, string, string];
  /** What `-b` prints where it cannot tell the owner. */
  readonly noOwner: string;
  /** How wide the protocol's column is. */
  readonly protocolWidth: number;
  /** The states that are not spelt as in English. */
  readonly states: Readonly<Record<string, string>>;
}

const GERMAN = {
  LISTENING: "ABHÖREN",
  ESTABLISHED: "HERGESTELLT",
  TIME_WAIT: "WARTEND",
  CLOSE_WAIT: "SCHLIESSEN_WARTEN",
  FIN_WAIT_2: "FIN_WARTEN_2",
  SYN_SENT: "SYN_GESENDET",
};

function language(
  title: string,
  header: Language["header"],
  { noOwner, protocolWidth = 5, states = {} }: Partial<Language> & { noOwner: string },
): Language {
  return { title, header, noOwner, protocolWidth, states };
}

/** Eleven languages. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: language(
    "Active Connections",
    [
      "Proto",
      "Local Address",
      "Foreign Address",
      "State",
      "PID",
      "Offload State",
      "Time in State (ms)",
    ],
    { noOwner: "Can not obtain ownership information" },
  ),
  de: language(
    "Aktive Verbindungen",
    [
      "Proto",
      "Lokale Adresse",
      "Remoteadresse",
      "Status",
      "PID",
      "Abladungsstatus",
      "Zeit im Status (ms)",
    ],
    { noOwner: "Es konnten keine Besitzerinformationen abgerufen werden.", states: GERMAN },
  ),
  fr: language(
    "Connexions actives",
    [
      "Proto",
      "Adresse locale",
      "Adresse distante",
      "État",
      "PID",
      "État du déchargement",
      "Durée (ms)",
    ],
    { noOwner: "Impossible d’obtenir les informations de propriétaire" },
  ),
  es: language(
    "Conexiones activas",
    [
      "Proto",
      "Dirección local",
      "Dirección remota",
      "Estado",
      "PID",
      "Estado de descarga",
      "Tiempo (ms)",
    ],
    { noOwner: "No se puede obtener información de propiedad" },
  ),
  it: language(
    "Connessioni attive",
    [
      "Proto",
      "Indirizzo locale",
      "Indirizzo esterno",
      "Stato",
      "PID",
      "Stato offload",
      "Tempo (ms)",
    ],
    { noOwner: "Impossibile ottenere informazioni sulla proprietà" },
  ),
  "pt-BR": language(
    "Conexões ativas",
    [
      "Proto",
      "Endereço local",
      "Endereço externo",
      "Estado",
      "PID",
      "Descarregamento",
      "Tempo (ms)",
    ],
    { noOwner: "Não é possível obter informações de propriedade" },
  ),
  ru: language(
    "Активные подключения",
    ["Имя", "Локальный адрес", "Внешний адрес", "Состояние", "PID", "Разгрузка", "Время (мс)"],
    { noOwner: "Не удается получить сведения о владельце" },
  ),
  ja: language(
    "アクティブな接続",
    [
      "プロトコル",
      "ローカル アドレス",
      "外部アドレス",
      "状態",
      "PID",
      "オフロードの状態",
      "時間 (ミリ秒)",
    ],
    { noOwner: "所有者情報を取得できません", protocolWidth: 10 },
  ),
  ko: language(
    "활성 연결",
    ["프로토콜", "로컬 주소", "외부 주소", "상태", "PID", "오프로드 상태", "시간(밀리초)"],
    { noOwner: "소유권 정보를 가져올 수 없습니다." },
  ),
  "zh-CN": language(
    "活动连接",
    ["协议", "本地地址", "外部地址", "状态", "PID", "卸载状态", "时间(毫秒)"],
    { noOwner: "无法获取所有权信息" },
  ),
  "zh-TW": language(
    "使用中連線",
    ["協定", "本機位址", "外部位址", "狀態", "PID", "卸載狀態", "時間 (毫秒)"],
    { noOwner: "無法取得擁有權資訊" },
  ),
};

/** One end of a socket. */
export interface End {
  /** A literal address. */
  readonly address?: string;
  /** A name, instead of it. */
  readonly host?: string;
  readonly port: number | null;
  /** The service's name that is printed in place of the port. */
  readonly service?: string;
}

/** A socket to be written. */
export interface Sample {
  readonly protocol: "TCP" | "UDP";
  readonly local: End;
  /** Null for `*:*`. */
  readonly remote: End | null;
  /** Null for UDP. */
  readonly state: Socket["state"];
  readonly pid: number;
  readonly milliseconds: number;
  readonly components: readonly string[];
  /** Null where netstat cannot tell. */
  readonly program: string | null;
}

/** netstat's options. */
export interface Options {
  /** `-o` */
  readonly pid: boolean;
  /** `-b` */
  readonly owner: boolean;
  /** `-t` */
  readonly offload: boolean;
  /** `-i` */
  readonly time: boolean;
}

/** The lines of a listing, from the blank line before the title on. */
export function writeListing(
  samples: readonly Sample[],
  language: Language,
  options: Options,
): string[] {
  return [
    "",
    language.title,
    "",
    writeHeader(language, options),
    ...(options.offload ? [""] : []),
    ...samples.flatMap((sample) => [
      writeRow(sample, language, options),
      ...(options.owner ? writeOwner(sample, language) : []),
    ]),
  ];
}

function writeHeader({ header, protocolWidth }: Language, options: Options): string {
  const [protocol, local, remote, state, pid, offload, time] = header;
  const head = `  ${protocol.padEnd(protocolWidth)}  ${local.padEnd(21)}  ${remote.padEnd(21)}  `;
  const rest = [
    state.padEnd(14),
    ...(options.pid ? [pid.padEnd(14)] : []),
    ...(options.time ? [time.padEnd(18)] : []),
    ...(options.offload ? [offload] : []),
  ];
  return (head + rest.join("  ")).trimEnd();
}

function writeRow(sample: Sample, { protocolWidth, states }: Language, options: Options): string {
  const { protocol, local, remote, state } = sample;
  const head = `  ${protocol.padEnd(protocolWidth)}  ${endText(local).padEnd(21)}  ` +
    `${(remote === null ? "*:*" : endText(remote)).padEnd(21)}  `;
  const isTcp = protocol === "TCP";
  const word = isTcp ? states[state!] ?? state! : "";
  const pid = options.pid ? String(sample.pid) : null;
  const time = options.time && isTcp ? String(sample.milliseconds) : null;
  const offload = options.offload && isTcp ? "InHost".padEnd(12) : null;
  const rest = [pid, time, offload].filter((cell) => cell !== null);
  if (rest.length === 0) return head + word;
  return head + [word, ...rest.slice(0, -1)].map((cell) => cell.padEnd(14) + "  ").join("") +
    rest.at(-1)!;
}

function endText({ address, host, port, service }: End): string {
  const before = host ?? (address!.includes(":") ? `[${address}]` : address!);
  return `${before}:${service ?? port}`;
}

function writeOwner({ state, components, program }: Sample, { noOwner }: Language): string[] {
  if (state === "TIME_WAIT") return [];
  if (program === null) return [` ${noOwner}`];
  return [...components.map((component) => `  ${component}`), ` [${program}]`];
}

/** The record that a reader of the listing should get. */
export function expectedSocket(
  { protocol, local, remote, state, pid, milliseconds, components, program }: Sample,
  { states }: Language,
  options: Options,
): Socket {
  const isTcp = protocol === "TCP";
  const isOwned = options.owner && state !== "TIME_WAIT" && program !== null;
  return {
    ...emptyRecord(SOCKET_FIELDS),
    protocol,
    localAddress: local.address ?? null,
    localPort: local.port,
    localHost: local.host ?? null,
    remoteAddress: remote?.address ?? null,
    remotePort: remote?.port ?? null,
    remoteHost: remote?.host ?? null,
    state,
    stateText: isTcp ? states[state!] ?? state : null,
    pid: options.pid ? pid : null,
    process: isOwned ? program : null,
    components: isOwned && components.length > 0 ? components : null,
    offloadState: options.offload && isTcp ? "InHost" : null,
    stateMilliseconds: options.time && isTcp ? milliseconds : null,
  };
}
