/**
 * The words of Windows' nslookup in several languages, as far as captures show them.
 *
 * @module
 */

/** The words of a language, with the blanks that it has behind them. */
export interface Language {
  /** The code page of its console. */
  readonly page: number;
  /** The label of the server in a session. */
  readonly greeting: string;
  /** The label of the server. */
  readonly server: string;
  /** The line that says that an answer is not authoritative. */
  readonly heading: string;
  /** The label of a name. */
  readonly name: string;
  /** The message about a name that is not there, without the reason, which is in English. */
  readonly notFound: (server: string, name: string) => string;
  /** The message about a server that is silent. */
  readonly silent: (server: string) => string;
}

/** Languages, by their tags. */
export const LANGUAGES = {
  en: {
    page: 437,
    greeting: "Default Server:  ",
    server: "Server:  ",
    heading: "Non-authoritative answer:",
    name: "Name:    ",
    notFound: (server, name) => `${server} can't find ${name}: `,
    silent: (server) => `Request to ${server} timed-out`,
  },
  de: {
    page: 850,
    greeting: "Standardserver:  ",
    server: "Server:  ",
    heading: "Nicht autorisierende Antwort:",
    name: "Name:    ",
    notFound: (server, name) => `${server} kann ${name} nicht finden: `,
    silent: (server) => `Zeitüberschreitung bei Anforderung an ${server}.`,
  },
  fr: {
    page: 850,
    greeting: "Serveur par défaut :   ",
    server: "Serveur :   ",
    heading: "Réponse ne faisant pas autorité :",
    name: "Nom :    ",
    notFound: (server, name) => `${server} ne parvient pas à trouver ${name} : `,
    silent: (server) => `Le délai de la requête à ${server} est dépassé`,
  },
  ru: {
    page: 866,
    greeting: "Сервер по умолчанию:  ",
    server: "Сервер:  ",
    heading: "Не заслуживающий доверия ответ:",
    name: "Имя:     ",
    notFound: (server, name) => `${server} не удалось найти ${name}: `,
    silent: (server) => `Превышено время ожидания запроса ${server}`,
  },
  ja: {
    page: 932,
    greeting: "既定のサーバー:  ",
    server: "サーバー:  ",
    heading: "権限のない回答:",
    name: "名前:    ",
    notFound: (server, name) => `${server} が ${name} を見つけられません: `,
    silent: (server) => `${server} への要求がタイムアウトしました`,
  },
  ko: {
    page: 949,
    greeting: "기본 서버:    ",
    server: "서버:    ",
    heading: "권한 없는 응답:",
    name: "이름:    ",
    notFound: (server, name) => `${server}이(가) ${name}을(를) 찾을 수 없습니다. `,
    silent: (server) => `${server}에 대한 요청이 제한 시간을 초과했습니다.`,
  },
} as const satisfies Readonly<Record<string, Language>>;
