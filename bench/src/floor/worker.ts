// One service of the floor: takes what waits, writes it in one request, sends what follows from it, and acknowledges all of it at once.
import { messageBehind, storedStep } from './course.ts';
import type { Step, StoredStep } from './course.ts';

/** What was done, not what was asked for. */
export interface Counts {
  /** Documents that a majority has in its journal. */
  readonly commits: number;
  /** Persistent messages that the broker confirmed. */
  readonly confirmed: number;
}

export interface WorkerPorts {
  /** Resolves with how many documents are durable. */
  readonly insert: (documents: readonly StoredStep[]) => Promise<number>;
  /** `confirmed` is called once the broker has it; rejected messages are an error. */
  readonly publish: (key: string, body: string, confirmed: () => void) => void;
  readonly now: () => number;
}

/** `done`: may be acknowledged, and with it all that was taken before. */
export interface Taken extends Step {
  readonly done?: () => void;
}

const MOST_AT_ONCE = 1_000;

export const worker = ({ insert, publish, now }: WorkerPorts) => {
  let waiting: Taken[] = [];
  let inserting = false;
  let commits = 0;
  let confirmed = 0;
  /** Batches are acknowledged in the order in which they were taken. */
  let acknowledged: Promise<void> = Promise.resolve();

  /** Sends what each of them leads to; resolves when all of it is confirmed. */
  const send = (batch: readonly Taken[]): Promise<void> =>
    new Promise((resolve) => {
      const messages = batch.map(messageBehind).filter((message) => message !== undefined);
      let open = messages.length;
      if (open === 0) resolve();
      for (const { key, body } of messages)
        publish(key, body, () => {
          confirmed += 1;
          open -= 1;
          if (open === 0) resolve();
        });
    });

  const work = async (): Promise<void> => {
    inserting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      commits += await insert(batch.map((step) => storedStep(step, now())));
      const sent = send(batch);
      acknowledged = acknowledged.then(() => sent).then(() => batch.findLast(({ done }) => done)?.done?.());
    }
    inserting = false;
  };

  return {
    take: (step: Taken): void => {
      waiting.push(step);
      if (!inserting) void work();
    },
    counts: (): Counts => ({ commits, confirmed }),
  };
};
export type Worker = ReturnType<typeof worker>;

/** @throws Error unless the work of so many sagas was done, all of it and nothing twice. */
export const mustBeWorkOf = (sagas: number, did: Counts & { readonly ended: number }, each: Counts): void => {
  const wanted = { commits: each.commits * sagas, confirmed: each.confirmed * sagas, ended: sagas };
  const same = (Object.keys(wanted) as (keyof typeof wanted)[]).every((name) => wanted[name] === did[name]);
  if (!same)
    throw new Error(
      `The floor did not do the work of ${sagas} sagas, so its figures say nothing: ${JSON.stringify(did)} instead of ${JSON.stringify(wanted)}`,
    );
};
