// What TCC promises.
import { participantNames } from '../parties.ts';
import type { Cost, ProtocolPromise } from '../promise.ts';

const n = participantNames.length;

/** One participant after the other is asked and answers; the first one, the order service, has tried before. */
const tries = 2 * (n - 1);

/** The request to begin, the tries, and a decision that `told` hear and answer: each of them is a commit, as placing the order is. */
const cost = (told: number, forced: number): Cost => ({
  messages: 1 + tries + 2 * told,
  delaysUntilKnown: 1 + tries + 1,
  delaysUntilDone: 1 + tries + 2,
  commits: 1 + 1 + tries + 2 * told,
  forced,
});

/** Who holds waits for the coordinator, however long it is away. */
export const promise: ProtocolPromise = {
  forced: [
    ...['Tried', 'ConfirmDecided', 'CancelDecided', 'CancelPresumed'],
    ...['Confirmed', 'Cancelled', 'Lapsed', 'ConfirmTooLate'],
  ],
  happy: cost(n, n + 1 + n),
  // Whoever refuses holds nothing, and is not told.
  refused: cost(n - 1, n - 1 + 1 + (n - 1)),
  faults: {
    A: { outcome: 'blocked', waiting: participantNames, afterReturn: 'either' },
    B: { outcome: 'blocked', waiting: participantNames, afterReturn: 'approved' },
    // Nobody asks another participant.
    B1: {
      outcome: 'blocked',
      waiting: ['inventory-service', 'payment-service'],
      afterReturn: 'approved',
    },
    C: { outcome: 'rejected', waiting: [] },
    D: { outcome: 'approved', waiting: [] },
    E: { outcome: 'rejected', waiting: ['inventory-service', 'payment-service'] },
    F: { outcome: 'either', waiting: [] },
    G: { outcome: 'approved', waiting: participantNames },
    H: {
      outcome: 'rejected',
      waiting: ['order-service', 'inventory-service'],
      second: 'rejected',
      secondIfItWaits: 'approved',
    },
  },
  moments: {
    lastVote: ['Tried'],
    counted: { type: 'ConfirmDecided' },
    decision: { type: 'ConfirmDecided' },
    worst: 'lastVote',
  },
  ends: {
    participant: ['Confirmed', 'Cancelled', 'Lapsed', 'DecidedByHand'],
    orchestrator: ['TransactionEnded', 'CancelPresumed'],
  },
};

/**
 * With `holdTtlMs` above 0, if the coordinator is away for longer than that: nobody waits for it. Should it come back after it had
 * decided to confirm, it finds that this is too late, for some or for all.
 */
export const promiseWithTtl: ProtocolPromise = {
  ...promise,
  faults: {
    ...promise.faults,
    // It comes back, counts a yes that holds no more, and has all confirm what they have given back.
    A: { outcome: 'rejected', waiting: [], afterReturn: 'half' },
    B: { outcome: 'rejected', waiting: [], afterReturn: 'half' },
    // Whoever has been told has confirmed, and what the others hold lapses.
    B1: { outcome: 'half', waiting: [], afterReturn: 'half' },
    // What is decided reaches one side of the network; on the other one holds lapse.
    E: { outcome: 'half', waiting: [] },
  },
  moments: { ...promise.moments, worst: 'counted' },
};
