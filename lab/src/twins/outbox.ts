// Bugs of the outbox and of what comes by later: marks, sweeps, timers, dead letters.
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { inDecider, inStore } from './planted.ts';
import type { PlantedBug } from './planted.ts';

const isTimer = ({ notBefore }: OutboxEntry): boolean => notBefore !== undefined;

const indicesOf = (commit: Commit, which: (entry: OutboxEntry) => boolean): number[] =>
  [...commit.outbox.entries()].filter(([, entry]) => which(entry)).map(([index]) => index);

/** Its messages count as sent from the start; its timers do not. */
const markedAlready = (commit: Commit): Commit => {
  const { pendingAt: _, ...rest } = commit;
  const sent = indicesOf(commit, (entry) => !isTimer(entry));
  const due = commit.outbox.flatMap(({ notBefore }) => notBefore ?? []);
  return { ...rest, sent, ...(due.length > 0 && { pendingAt: Math.min(...due) }) };
};

export const markedAtCommit: PlantedBug = {
  name: 'marks set at the commit',
  mechanism: 'the outbox: what is unsent is known to be unsent',
  rules: ['R-02', 'R-04'],
  consequence: 'A process that dies between commit and publish leaves messages behind that count as sent.',
  breaks: ['I-3', 'I-9'],
  change: inStore((store) => ({
    insertOrdered: (commits) => store.insertOrdered(commits.map(markedAlready)),
  })),
};

export const sweeperOff: PlantedBug = {
  name: 'sweeper off',
  mechanism: 'the sweeper',
  rules: ['R-04', 'R-42'],
  consequence: 'A message whose confirm never came is never sent again, and no timer fires.',
  // Not I-3: without a sweeper no run ever comes to rest, and that would say nothing of what gets lost.
  breaks: ['I-9'],
  change: inStore(() => ({ claimDue: () => Promise.resolve([]) })),
};

/** A process knows the timers that it armed itself, and takes all others for done. */
const ownTimersOnly = (store: CommitStore): Partial<CommitStore> => {
  const armed = new Set<string>();
  return {
    insertOrdered: (commits) => {
      for (const { _id } of commits) armed.add(_id);
      return store.insertOrdered(commits);
    },
    claimDue: async (limit, leaseMs) =>
      (await store.claimDue(limit, leaseMs)).map((commit) =>
        armed.has(commit._id)
          ? commit
          : { ...commit, sent: [...new Set([...commit.sent, ...indicesOf(commit, isTimer)])] },
      ),
  };
};

export const timersInMemory: PlantedBug = {
  name: 'timers lost at restart',
  mechanism: 'timers in the outbox: they outlive the process that armed them',
  rules: ['R-42'],
  consequence: 'A deadline that was armed before a restart never fires: who waits for it waits for ever.',
  breaks: ['I-3'],
  change: inStore(ownTimersOnly),
};

export const noTimerWanted: PlantedBug = {
  name: 'no timer is wanted',
  mechanism: '`wants`, which keeps the timers that are still needed',
  rules: ['R-42', 'R-43'],
  consequence: 'Every timer is dropped when it is due: no step is given up, and no command is repeated.',
  breaks: ['I-3'],
  change: inDecider(() => ({ wants: () => false })),
};

export const noDeadlines: PlantedBug = {
  name: 'a saga without deadlines',
  mechanism: 'the deadlines of a saga',
  rules: ['R-42', 'R-43'],
  consequence: 'A saga whose command or reply got lost waits for ever.',
  breaks: ['I-3'],
  change: inDecider(
    (decider) => ({
      decide: (states, message) => {
        const decision = decider.decide(states, message);
        return {
          ...decision,
          messages: decision.messages.filter(({ notBefore }) => notBefore === undefined),
        };
      },
    }),
    'saga-orchestrator',
  ),
};

export const orderSilent: PlantedBug = {
  name: 'an order that never announces itself again',
  mechanism: 'the announcement that a pending order repeats',
  rules: ['R-48'],
  consequence: 'An order whose start got lost stays pending for ever.',
  breaks: ['I-3'],
  change: inDecider(() => ({ wants: () => false }), 'order-service'),
};

export const poisonForgotten: PlantedBug = {
  name: 'poison is acked and forgotten',
  mechanism: 'the dead letter',
  rules: ['R-14', 'R-19'],
  consequence: 'A message that cannot be handled is gone without a trace: nobody learns that it ever came.',
  breaks: ['I-9'],
  change: ({ definition, ports }) => ({
    definition,
    ports: { ...ports, deadLetters: { ...ports.deadLetters, add: () => Promise.resolve() } },
  }),
};

export const outbox = [
  markedAtCommit,
  sweeperOff,
  timersInMemory,
  noTimerWanted,
  noDeadlines,
  orderSilent,
  poisonForgotten,
];
