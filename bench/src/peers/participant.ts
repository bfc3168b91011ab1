// A participant of the peers: does each step once, however often it is asked, and answers when a majority has it in its journal.
// What waits is written in one request, as the floor does it, so that a peer pays little for its participants.
import { ledger } from './ledger.ts';
import type { Balance } from './ledger.ts';
import type { Asked } from './saga.ts';

/** One document for each step: it is the only write of that step. */
export interface StepDone extends Asked {
  /** Names saga and step, so that no step is written twice. */
  readonly _id: string;
  /** `false`: refused. */
  readonly ok: boolean;
  readonly at: number;
}

export const idOf = ({ saga, step }: Pick<Asked, 'saga' | 'step'>): string => `${saga}.${step}`;

export interface ParticipantPorts {
  /** Resolves once a majority has all of them in its journal. After a failure the participant must end. */
  readonly insert: (steps: readonly StepDone[]) => Promise<unknown>;
  readonly now: () => number;
}

export interface State {
  readonly balances: Readonly<Record<string, Balance>>;
  /** Steps that were asked for again. */
  readonly repeats: number;
}

const MOST_AT_ONCE = 1_000;

interface Waiting {
  readonly step: StepDone;
  readonly resolve: (step: StepDone) => void;
  readonly reject: (error: unknown) => void;
}

/** `written`: what an earlier process of this participant did. */
export const participant = ({ insert, now }: ParticipantPorts, written: readonly StepDone[] = []) => {
  const book = ledger();
  const known = new Map<string, Promise<StepDone>>();
  let waiting: Waiting[] = [];
  let inserting = false;
  let repeats = 0;
  for (const step of written) {
    if (step.ok) book.apply(step);
    known.set(step._id, Promise.resolve(step));
  }

  const insertAll = async (): Promise<void> => {
    inserting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      await insertBatch(batch, insert);
    }
    inserting = false;
  };

  const durable = (step: StepDone): Promise<StepDone> =>
    new Promise((resolve, reject) => {
      waiting.push({ step, resolve, reject });
      if (!inserting) void insertAll();
    });

  return {
    perform: (asked: Asked): Promise<StepDone> => {
      const _id = idOf(asked);
      const before = known.get(_id);
      if (before) {
        repeats += 1;
        return before;
      }
      const { saga, step, account, amount } = asked;
      const done = durable({ _id, saga, step, account, amount, ok: book.apply(asked), at: now() });
      known.set(_id, done);
      return done;
    },
    state: (): State => ({ balances: book.balances(), repeats }),
  };
};

const insertBatch = async (batch: readonly Waiting[], insert: ParticipantPorts['insert']): Promise<void> => {
  try {
    await insert(batch.map(({ step }) => step));
    for (const { step, resolve } of batch) resolve(step);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
};
