/** Which of the blocks `LABEL: name`, `Address: …` are servers and which are answers. */
import { type Draft, isBlock } from "./draft.ts";
import { isNameLabel } from "./label.ts";

/** What a block is; `isGreeting` tells that the one before it was no question's server. */
export interface Role {
  readonly kind: "server" | "answer" | "greeting";
  readonly isGreeting: boolean;
}

/**
 * Tells by position: in each exchange the server is the first block. The labels are learned, so that
 * exchanges without prompts between them are told apart; no label is known beforehand but where an
 * answer was saved without its server.
 */
export class Roles {
  readonly #servers = new Set<string>();
  readonly #answers = new Set<string>();
  readonly #greetings = new Set<string>(["default server"]);

  /** The label of what may be a session's greeting. */
  #guess: string | null = null;

  /** Whether a label is a server's. */
  isServer(label: string): boolean {
    return this.#servers.has(label) || this.#greetings.has(label);
  }

  /** Whether a label is that of names found. */
  isName(label: string): boolean {
    return this.#answers.has(label) || (isNameLabel(label) && !this.isServer(label));
  }

  /** Whether a label is known. */
  isKnown(label: string): boolean {
    return this.isServer(label) || this.#answers.has(label);
  }

  /** What a block with that label is, after what was read of the exchange. */
  of(label: string, draft: Draft | null, { isPrompted }: { isPrompted: boolean }): Role {
    const role = this.#decide(label, draft, isPrompted);
    if (isDamaged(label)) return role;
    const set = { server: this.#servers, answer: this.#answers, greeting: this.#greetings };
    set[role.kind].add(label);
    return role;
  }

  /**
   * Tells that a label stood before the server told at the start of a session. It is that of all
   * servers, unless another one shows otherwise: `Default Server` has `Server` in it.
   */
  greets(label: string): void {
    this.#guess = label;
  }

  #learnGreeting(label: string): void {
    this.#servers.delete(label);
    this.#greetings.add(label);
  }

  #decide(label: string, draft: Draft | null, isPrompted: boolean): Role {
    if (isDamaged(label)) return draft?.server && draft.answers.length === 0 ? ANSWER : SERVER;
    if (this.#greetings.has(label)) return { kind: "greeting", isGreeting: false };
    if (this.#guess !== label && this.#guess?.includes(label)) {
      this.#learnGreeting(this.#guess);
      this.#guess = null;
      return SERVER;
    }
    if (this.#servers.has(label)) return SERVER;
    if (this.#answers.has(label)) return ANSWER;
    if (draft?.isGreeting && draft.server === null) return { kind: "greeting", isGreeting: false };
    const first = draft?.server?.label;
    if (draft !== null && first !== undefined) {
      if (first !== label && first.includes(label)) {
        this.#learnGreeting(first);
        return { kind: "server", isGreeting: true };
      }
      if (draft.isGreeting && !isNameLabel(label)) return SERVER;
      return this.#follows(draft, label) ? ANSWER : SERVER;
    }
    return isNameLabel(label) && !isPrompted && (draft?.query ?? null) === null ? ANSWER : SERVER;
  }

  /** Whether a block with a new label can be an answer of that exchange. */
  #follows(draft: Draft, label: string): boolean {
    if (draft.failure !== null || draft.answers.some(isBlock)) return false;
    return draft.answers.length === 0 || draft.isBind || isNameLabel(label);
  }
}

/** Whether nothing is left of a label but marks for what did not decode: then all look the same. */
function isDamaged(label: string): boolean {
  return /^[?\ufffd\s]+$/.test(label);
}

const SERVER: Role = { kind: "server", isGreeting: false };
const ANSWER: Role = { kind: "answer", isGreeting: false };
