/**
 * Tells the blocks `LABEL: name`, `Address: …` of servers from those of answers.
 *
 * @module
 */
import { Block, type Draft } from "./exchange.ts";
import {
  holdsAddresses,
  isAliasLabel,
  isNameLabel,
  isPlain,
  isServerLabel,
  readLabelLine,
} from "./label_line.ts";

/**
 * The role of a block. A greeting shows the server at the start of a session, without a question; a
 * server behind a greeting shows that the block before it was one.
 */
export type BlockRole = "server" | "answer" | "greeting" | "serverBehindGreeting";

/**
 * Decides by position: the server is the first block of an exchange. It learns the labels, which
 * then separate exchanges without prompts between them. Words for `Name` are known beforehand only
 * for an answer that was saved without its server.
 */
export class BlockRoles {
  readonly #servers = new Map<string, "server" | "greeting">([["default server", "greeting"]]);
  readonly #answers = new Set<string>();
  /** A label that may be that of greetings only. */
  #guess: string | null = null;

  /** Whether a label is that of servers. */
  isServer(label: string): boolean {
    return this.#servers.has(label);
  }

  /** Whether a label is that of answers. */
  isName(label: string): boolean {
    return this.#answers.has(label) || (isNameLabel(label) && !this.isServer(label));
  }

  /** Whether a label was seen before. */
  isKnown(label: string): boolean {
    return this.#servers.has(label) || this.#answers.has(label);
  }

  /** Whether lines begin with a block that can be a server's. */
  isServerBlock([first = "", second]: readonly string[]): boolean {
    const label = readLabelLine(first)?.label ?? null;
    return label !== null && !this.isName(label) && holdsAddresses(second);
  }

  /** The role of a block with that label behind a draft. */
  roleOf(label: string, draft: Draft | null, { isPrompted }: { isPrompted: boolean }): BlockRole {
    // Damaged labels, of which only marks for undecodable bytes are left, all look the same.
    if (/^[?\ufffd\s]+$/.test(label)) {
      return draft?.server && draft.answers.length === 0 ? "answer" : "server";
    }
    const role = this.#decide(label, draft, isPrompted);
    if (role === "answer") this.#answers.add(label);
    else this.#servers.set(label, role === "greeting" ? role : "server");
    return role;
  }

  /**
   * Whether a label below a block is that of its aliases.
   *
   * @param mayBe Whether its place allows that, if nobody knows the word.
   */
  isAlias(label: string, block: Block, { mayBe }: { mayBe: boolean }): boolean {
    if (label === block.label || block.addresses.length === 0) return false;
    return isAliasLabel(label) || mayBe && !isPlain(label) && !this.isKnown(label);
  }

  /** Whether a name without addresses can be an answer: there are none. */
  canLackAddresses(label: string, name: string, draft: Draft | null): boolean {
    if (!draft?.isWaiting || draft.server!.addresses.length === 0) return false;
    if (this.isServer(label)) return false;
    return isNameLabel(label) || !isServerLabel(label) || name.includes(".");
  }

  /**
   * Notes the label of a greeting. All servers have it, unless another label turns up that is part
   * of it: `Default Server` contains `Server`.
   */
  noteGreeting(label: string): void {
    this.#guess = label;
  }

  #decide(label: string, draft: Draft | null, isPrompted: boolean): BlockRole {
    const known = this.#servers.get(label);
    if (known === "greeting") return known;
    if (this.#guess !== label && this.#guess?.includes(label)) {
      this.#servers.set(this.#guess, "greeting");
      this.#guess = null;
      return "server";
    }
    if (known !== undefined) return known;
    if (this.#answers.has(label)) return "answer";
    if (draft?.isGreeting && draft.server === null) return "greeting";
    const isName = isNameLabel(label);
    if (!draft?.server) {
      const isAsked = isPrompted || (draft?.query ?? null) !== null;
      return isName && !isAsked ? "answer" : "server";
    }
    const first = draft.server.label;
    if (first !== label && first.includes(label)) {
      this.#servers.set(first, "greeting");
      return "serverBehindGreeting";
    }
    if (draft.isGreeting && !isName) return "server";
    const isAnswered = draft.failure !== null && !draft.isBusyBox ||
      draft.answers.some((one) => one instanceof Block);
    const canAnswer = draft.answers.length === 0 || draft.isBind || isName;
    return canAnswer && !isAnswered ? "answer" : "server";
  }
}
