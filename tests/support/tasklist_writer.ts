/**
 * Prints rows as tasklist prints them, in any form, for tests that read them back.
 *
 * @module
 */
import { eastAsianWidth } from "get-east-asian-width";

/** A process to print; every field as text. */
export interface Task {
  readonly image: string;
  readonly pid: number;
  readonly sessionName: string;
  readonly sessionId: number;
  /** Kilobytes; null for "not available". */
  readonly memory: number | null;
  readonly status: string;
  readonly user: string | null;
  readonly cpuSeconds: number;
  readonly title: string | null;
  /** Services or modules. */
  readonly list: readonly string[];
}

/** A region's and language's habits. */
export interface Language {
  readonly thousands: string;
  readonly unit: string;
  readonly absent: string;
  /** Those of a verbose table. */
  readonly headings: readonly string[];
  readonly services: string;
  readonly modules: string;
}

/** Habits of four of Windows' languages, one for each kind of script and separator. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    thousands: ",",
    unit: "K",
    absent: "N/A",
    services: "Services",
    modules: "Modules",
    headings: [
      "Image Name",
      "PID",
      "Session Name",
      "Session#",
      "Mem Usage",
      "Status",
      "User Name",
      "CPU Time",
      "Window Title",
    ],
  },
  fr: {
    thousands: "\u00a0",
    unit: "Ko",
    absent: "N/A",
    services: "Services",
    modules: "Modules",
    headings: [
      "Nom de l’image",
      "PID",
      "Nom de la sessio",
      "Numéro de s",
      "Utilisation ",
      "État",
      "Nom d’utilisateur",
      "Temps proces",
      "Titre de la fenêtre",
    ],
  },
  ru: {
    thousands: "\u00a0",
    unit: "КБ",
    absent: "Н/Д",
    services: "Службы",
    modules: "Модули",
    headings: [
      "Имя образа",
      "PID",
      "Имя сессии",
      "№ сеанса",
      "Память",
      "Состояние",
      "Пользователь",
      "Время ЦП",
      "Заголовок окна",
    ],
  },
  zh: {
    thousands: ",",
    unit: "K",
    absent: "暂缺",
    services: "服务",
    modules: "模块",
    headings: [
      "映像名称",
      "PID",
      "会话名",
      "会话#",
      "内存使用",
      "状态",
      "用户名",
      "CPU 时间",
      "窗口标题",
    ],
  },
};

/** What is printed, and how. */
export interface Layout {
  readonly language: Language;
  readonly columns: "plain" | "verbose" | "services" | "modules";
  readonly header: boolean;
  /** Whether a wide character takes two columns, as on a console, or one. @default "cells" */
  readonly count?: "cells" | "characters";
  /** Windows XP's narrower columns. @default false */
  readonly xp?: boolean;
}

/** Prints CSV. */
export function writeCsv(tasks: readonly Task[], layout: Layout): string {
  const line = (fields: readonly string[]) => `"${fields.join('","')}"\r\n`;
  const header = layout.header ? line(headingsOf(layout)) : "";
  return header + tasks.map((task) => line(valuesOf(task, layout, ","))).join("");
}

/** Prints a list. */
export function writeList(tasks: readonly Task[], layout: Layout): string {
  const headings = headingsOf(layout).map((heading) => `${heading.trim()}:`);
  const width = Math.max(...headings.map(cells)) + 1;
  const record = (task: Task) =>
    valuesOf(task, layout, ", ").map((value, index) =>
      `${pad(headings[index]!, width, layout)}${value}\r\n`
    ).join("");
  return tasks.map((task) => `\r\n${record(task)}`).join("");
}

/** Prints a table. */
export function writeTable(tasks: readonly Task[], layout: Layout): string {
  const widths = widthsOf(layout);
  const header = layout.header
    ? `\r\n${row(headingsOf(layout), layout)}\r\n${
      widths.map((width) => "=".repeat(width)).join(" ")
    }\r\n`
    : "";
  return header + tasks.map((task) => tableRows(task, layout)).join("");
}

/** Breaks every line at a console's width, and trims it as a copy from a console does. */
export function breakLines(text: string, width: number): string {
  return text.split("\r\n").map((line) => breakLine(line, width)).join("\r\n");
}

function breakLine(line: string, width: number): string {
  const pieces: string[] = [""];
  let used = 0;
  for (const character of line) {
    if (used + cells(character) > width) {
      pieces.push("");
      used = 0;
    }
    pieces[pieces.length - 1] += character;
    used += cells(character);
  }
  return pieces.map((piece) => piece.trimEnd()).join("\r\n");
}

function tableRows(task: Task, layout: Layout): string {
  if (!isList(layout) || task.list.length === 0) {
    return `${row(valuesOf(task, layout, ", "), layout)}\r\n`;
  }
  const [imageWidth, pidWidth, width] = widthsOf(layout) as [number, number, number];
  const lines: string[] = [""];
  task.list.forEach((item, index) => {
    const text = index + 1 < task.list.length ? `${item},` : item;
    const line = lines.at(-1)!;
    if (line === "") lines[lines.length - 1] = text;
    else if (line.length + 1 + text.length <= width) lines[lines.length - 1] = `${line} ${text}`;
    else lines.push(text);
  });
  const indent = " ".repeat(imageWidth + pidWidth + 2);
  const [first, ...others] = lines;
  const head = row([task.image, String(task.pid), first!], layout);
  return [head, ...others.map((line) => indent + line)].map((line) => `${line}\r\n`).join("");
}

function row(values: readonly string[], layout: Layout): string {
  const widths = widthsOf(layout);
  const right = new Set([1, 3, 4, 7]);
  return values.map((value, index) => {
    const text = clip(value, widths[index]!, layout);
    if (index === 1 || (!isList(layout) && right.has(index))) {
      return " ".repeat(widths[index]! - size(text, layout)) + text;
    }
    return index + 1 === values.length ? text : pad(text, widths[index]!, layout);
  }).join(" ");
}

function isList({ columns }: Layout): boolean {
  return columns === "services" || columns === "modules";
}

function widthsOf(layout: Layout): number[] {
  const { columns, xp = false } = layout;
  if (isList(layout)) return xp ? [25, 6, 45] : [25, 8, 44];
  const basic = xp ? [25, 6, 16, 8, 12] : [25, 8, 16, 11, 12];
  return columns === "plain" ? basic : [...basic, 15, 50, 12, 72];
}

function headingsOf({ language, columns }: Layout): string[] {
  const { headings } = language;
  if (columns === "services" || columns === "modules") {
    return [headings[0]!, headings[1]!, language[columns]];
  }
  return headings.slice(0, columns === "plain" ? 5 : 9);
}

function valuesOf(task: Task, layout: Layout, separator: string): string[] {
  const { language, columns } = layout;
  const { absent } = language;
  const head = [task.image, String(task.pid)];
  if (isList(layout)) return [...head, task.list.join(separator) || absent];
  const basic = [
    ...head,
    task.sessionName,
    String(task.sessionId),
    task.memory === null ? absent : memoryText(task.memory, language),
  ];
  if (columns === "plain") return basic;
  return [...basic, task.status, task.user ?? absent, cpuText(task), task.title ?? absent];
}

function memoryText(kilobytes: number, { thousands, unit }: Language): string {
  return `${String(kilobytes).replace(/\B(?=(\d{3})+$)/g, thousands)} ${unit}`;
}

function cpuText({ cpuSeconds }: Task): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(cpuSeconds / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(cpuSeconds % 60)}`;
}

function pad(text: string, width: number, layout: Layout): string {
  return text + " ".repeat(Math.max(0, width - size(text, layout)));
}

function clip(text: string, width: number, layout: Layout): string {
  let clipped = text;
  while (size(clipped, layout) > width) clipped = clipped.slice(0, -1);
  return clipped;
}

function size(text: string, { count = "cells" }: Layout): number {
  return count === "cells" ? cells(text) : text.length;
}

function cells(text: string): number {
  let total = 0;
  for (const character of text) total += eastAsianWidth(character.codePointAt(0)!);
  return total;
}
