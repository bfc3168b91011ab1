// What the clients know at the end: which orders were accepted, which may be there, and which answers they got.
import { faultOf } from '../../stage/answer-counts.ts';
import type { Answer } from './http.ts';

/** What a request asks for; `stranger`: something of an operator, without credentials. */
export type Asked = 'place' | 'cancel' | 'stranger';

/** Whatever fault goes on: no other status may come. */
const allowed: Readonly<Record<Asked, readonly number[]>> = {
  place: [202, 429, 503],
  cancel: [202, 409, 429, 503],
  stranger: [401, 503],
};

export interface Ledger {
  /** Idempotency-Key -> order that the client was told of. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Keys whose clients were never told: their orders may be there, or not. */
  readonly maybe: ReadonlySet<string>;
  /** `place 202` -> times; `place no answer`, too. */
  readonly answers: ReadonlyMap<string, number>;
  /** Sentences about answers that must never come. */
  readonly forbidden: readonly string[];
  /** Requests to place an order, repeats left out. */
  readonly visits: number;
}

export const openLedger = () => {
  const accepted = new Map<string, string>();
  const maybe = new Set<string>();
  const answers = new Map<string, number>();
  const forbidden: string[] = [];
  const ledger = { accepted, maybe, answers, forbidden, visits: 0 };
  return {
    ledger: ledger as Ledger,
    /** From now on an order with this key may be there. */
    begins: (key: string): void => {
      ledger.visits += 1;
      maybe.add(key);
    },
    isAccepted: (key: string, orderId: string): void => {
      const before = accepted.get(key);
      if (before !== undefined && before !== orderId)
        forbidden.push(`the key ${key} was answered with order ${before}, and then with ${orderId}.`);
      accepted.set(key, before ?? orderId);
      maybe.delete(key);
    },
    answered: (asked: Asked, answer: Answer | undefined): void => {
      const what = `${asked} ${answer?.status ?? 'no answer'}`;
      answers.set(what, (answers.get(what) ?? 0) + 1);
      const found = answer && wrongWith(asked, answer);
      if (found !== undefined) forbidden.push(`${asked}: ${found}.`);
    },
  };
};
export type OpenLedger = ReturnType<typeof openLedger>;

const wrongWith = (asked: Asked, answer: Answer): string | undefined => {
  const { status, body } = answer;
  if (!allowed[asked].includes(status)) return `${status} ${body.slice(0, 300)}`;
  return faultOf(answer);
};
