/**
 * Every tool's output in languages of Windows of which no capture was seen. The layouts are those of
 * the captures; the words were composed, so that a word in them may not be Windows' own. They show that
 * no word matters.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { nameRecords, parseNslookup } from "../../lib/tools/nslookup/parse_nslookup.ts";
import { parseTasklist } from "../../lib/tools/tasklist/parse_tasklist.ts";

/** The words of a language. */
interface Words {
  /** The title of netstat, its header, and that an owner is not known. */
  readonly netstat: readonly [title: string, header: string, noOwner: string];
  /** The headings of tasklist, and how it writes kilobytes. */
  readonly tasklist: readonly [headings: string, gap: string, unit: string];
  /** The labels of nslookup, the line about authority, and what comes between server and name. */
  readonly nslookup: readonly [server: string, authority: string, name: string, failure: string];
}

const LANGUAGES: Readonly<Record<string, Words>> = {
  ar: {
    netstat: [
      "الاتصالات النشطة",
      "بروتوكول  عنوان محلي  عنوان خارجي  حالة  PID",
      "يتعذر الحصول على معلومات الملكية",
    ],
    tasklist: ["اسم الصورة|PID|اسم الجلسة|رقم الجلسة|استخدام الذاكرة", "٬", "ك"],
    nslookup: ["الملقم", "إجابة غير موثوقة", "الاسم", "لا يستطيع العثور على"],
  },
  cs: {
    netstat: [
      "Aktivní připojení",
      "Proto  Místní adresa  Cizí adresa  Stav  PID",
      "Nelze získat informace o vlastnictví.",
    ],
    tasklist: ["Název procesu|PID|Název relace|Relace č.|Využití paměti", "\u00a0", "K"],
    nslookup: ["Server", "Neautorizovaná odpověď", "Název", "nemůže nalézt"],
  },
  el: {
    netstat: [
      "Ενεργές συνδέσεις",
      "Πρωτ.  Τοπική διεύθυνση  Ξένη διεύθυνση  Κατάσταση  PID",
      "Δεν είναι δυνατή η λήψη πληροφοριών κατόχου",
    ],
    tasklist: ["Όνομα εικόνας|PID|Όνομα περιόδου|Αρ.περ.|Χρήση μνήμης", ".", "K"],
    nslookup: ["Διακομιστής", "Μη εξουσιοδοτημένη απάντηση", "Όνομα", "δεν μπορεί να βρει το"],
  },
  fi: {
    netstat: [
      "Aktiiviset yhteydet",
      "Proto  Paikallinen osoite  Vieras osoite  Tila  PID",
      "Omistajatietoja ei saatu",
    ],
    tasklist: ["Näköistiedosto|PID|Istunnon nimi|Istunto|Muistinkäyttö", "\u00a0", "Kt"],
    nslookup: ["Palvelin", "Muu kuin ensisijainen vastaus", "Nimi", "ei löydä kohdetta"],
  },
  he: {
    netstat: [
      "חיבורים פעילים",
      "Proto  כתובת מקומית  כתובת זרה  מצב  PID",
      "אין אפשרות להשיג פרטי בעלות",
    ],
    tasklist: ["שם תמונה|PID|שם הפעלה|מס' הפעלה|שימוש בזיכרון", ",", "K"],
    nslookup: ["שרת", "תשובה שאינה סמכותית", "שם", "לא מצליח למצוא את"],
  },
  hu: {
    netstat: [
      "Aktív kapcsolatok",
      "Proto  Helyi cím  Idegen cím  Állapot  PID",
      "A tulajdonosi adatok nem olvashatók",
    ],
    tasklist: ["Folyamatnév|PID|Munkamenetnév|Ülés sz.|Memória", "\u00a0", "K"],
    nslookup: ["Kiszolgáló", "Nem mérvadó válasz", "Név", "nem találja:"],
  },
  nl: {
    netstat: [
      "Actieve verbindingen",
      "Proto  Lokaal adres  Extern adres  Status  PID",
      "Kan geen eigendomsgegevens verkrijgen",
    ],
    tasklist: ["Procesnaam|PID|Sessienaam|Sessienr.|Geheugenver", ".", "kB"],
    nslookup: ["Server", "Niet-bindend antwoord", "Naam", "kan niet vinden:"],
  },
  pl: {
    netstat: [
      "Aktywne połączenia",
      "Protokół  Adres lokalny  Obcy adres  Stan  PID",
      "Nie można uzyskać informacji o właścicielu",
    ],
    tasklist: ["Nazwa obrazu|PID|Nazwa sesji|Nr sesji|Użycie pamięci", "\u00a0", "K"],
    nslookup: ["Serwer", "Nieautorytatywna odpowiedź", "Nazwa", "nie może odnaleźć"],
  },
  th: {
    netstat: [
      "การเชื่อมต่อที่ใช้งานอยู่",
      "โพรโทคอล  ที่อยู่ภายใน  ที่อยู่ภายนอก  สถานะ  PID",
      "ไม่สามารถขอรับข้อมูลความเป็นเจ้าของได้",
    ],
    tasklist: ["ชื่ออิมเมจ|PID|ชื่อเซสชัน|เซสชัน#|การใช้หน่วยความจำ", ",", "K"],
    nslookup: ["เซิร์ฟเวอร์", "คำตอบที่ไม่ได้รับรอง", "ชื่อ", "ไม่พบ"],
  },
  tr: {
    netstat: [
      "Etkin Bağlantılar",
      "İl.Kr.  Yerel Adres  Yabancı Adres  Durum  PID",
      "Sahiplik bilgileri alınamıyor",
    ],
    tasklist: ["Görüntü Adı|PID|Oturum Adı|Oturum#|Bellek Kullan", ".", "K"],
    nslookup: ["Sunucu", "Yetkili olmayan yanıt", "Ad", "şunu bulamıyor:"],
  },
  uk: {
    netstat: [
      "Активні підключення",
      "Ім'я  Локальна адреса  Зовнішня адреса  Стан  PID",
      "Не вдалося отримати відомості про власника",
    ],
    tasklist: ["Ім'я образу|PID|Ім'я сеансу|№ сеансу|Пам'ять", "\u00a0", "КБ"],
    nslookup: ["Сервер", "Не заслуговує довіри відповідь", "Ім'я", "не вдалося знайти"],
  },
  vi: {
    netstat: [
      "Các kết nối hiện hoạt",
      "Giao thức  Địa chỉ Cục bộ  Địa chỉ Ngoài  Trạng thái  PID",
      "Không thể lấy thông tin sở hữu",
    ],
    tasklist: ["Tên Ảnh|PID|Tên Phiên|Phiên#|Dùng Bộ nhớ", ".", "K"],
    nslookup: ["Máy chủ", "Câu trả lời không có thẩm quyền", "Tên", "không tìm thấy"],
  },
};

const PROCESSES = [
  ["System", 4, "Services", 0, 148],
  ["svchost.exe", 1044, "Services", 0, 12_345],
  ["chat app, v2 (x64).exe", 123_456, "RDP-Tcp#3", 2, 1_234_567],
] as const;

for (const [language, { netstat, tasklist, nslookup }] of Object.entries(LANGUAGES)) {
  Deno.test(`netstat -anob, composed: ${language}`, () => {
    const [title, header, noOwner] = netstat;
    const { rows, rejected } = parseNetstat([
      `\r\n${title}\r\n\r\n  ${header}`,
      "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1044",
      "  RpcSs\r\n [svchost.exe]",
      "  TCP    [::]:445               [::]:0                 LISTENING       4",
      ` ${noOwner}`,
      "  UDP    [fe80::1c2d:3e4f:5a6b:7c8d%12]:1900  *:*                                    123456",
      `  SSDPSRV\r\n ${noOwner}\r\n`,
    ].join("\r\n"));
    assertEquals(rejected, []);
    assertEquals(
      rows.map((row) => [row.localPort, row.state, row.pid, row.process, row.components]),
      [
        [135, "LISTENING", 1044, "svchost.exe", ["RpcSs"]],
        [445, "LISTENING", 4, null, null],
        [1900, null, 123_456, null, ["SSDPSRV"]],
      ],
    );
  });

  Deno.test(`tasklist as table, CSV and list, composed: ${language}`, () => {
    const [headings, gap, unit] = tasklist;
    const labels = headings.split("|");
    const lines = PROCESSES.map((fields) =>
      fields.map((field, at) =>
        at < 4 ? `${field}` : `${`${field}`.replace(/\B(?=(\d{3})+$)/g, gap)} ${unit}`
      )
    );
    const inColumns = ([name, pid, session, number, memory]: readonly string[]) =>
      [
        name!.padEnd(25),
        pid!.padStart(8),
        session!.padEnd(16),
        number!.padStart(11),
        memory!.padStart(12),
      ].join(" ");
    const ruler = [25, 8, 16, 11, 12].map((width) => "=".repeat(width)).join(" ");
    const inQuotes = (fields: readonly string[]) => fields.map((field) => `"${field}"`).join(",");
    const forms = [
      ["", inColumns(labels), ruler, ...lines.map(inColumns), ""],
      [inQuotes(labels), ...lines.map(inQuotes), ""],
      lines.flatMap((fields) => [
        "",
        ...fields.map((field, at) => `${`${labels[at]}:`.padEnd(20)}${field}`),
      ]),
    ];
    for (const form of forms) {
      const { rows, rejected } = parseTasklist(form.join("\r\n"));
      assertEquals(rejected, []);
      assertEquals(
        rows.map(({ process, pid, sessionName, sessionId, memoryBytes }) => [
          process,
          pid,
          sessionName,
          sessionId,
          memoryBytes! / 1024,
        ]),
        PROCESSES.map((fields) => [...fields]),
      );
    }
  });

  Deno.test(`nslookup, composed: ${language}`, () => {
    const [server, authority, name, failure] = nslookup;
    const head = `${server}:  dns.example\r\nAddress:  192.0.2.1\r\n\r\n`;
    const { exchanges, rejected } = parseNslookup(
      `${head}${authority}:\r\n${name}:    www.example.com\r\n` +
        "Addresses:  2001:db8::5\r\n\t  203.0.113.5\r\n\r\n" +
        `${head}*** dns.example ${failure} none.example: Non-existent domain\r\n`,
    );
    assertEquals(rejected, []);
    assertEquals(
      exchanges.flatMap(nameRecords).map((row) => [row.query, row.data, row.status, row.server]),
      [
        ["www.example.com", "2001:db8::5", "NOERROR", "dns.example"],
        ["www.example.com", "203.0.113.5", "NOERROR", "dns.example"],
        ["none.example", null, "NXDOMAIN", "dns.example"],
      ],
    );
  });
}
