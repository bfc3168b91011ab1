// What two-phase commit promises.
import { participantNames } from '../parties.ts';
import type { ProtocolPromise } from '../promise.ts';

const n = participantNames.length;

/**
 * From the request to begin, which is the first vote, until all have heard the outcome.
 * Source: J. Gray, L. Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006, section 3.1.
 */
const messages = 3 * n - 1;

/** Asking for a price, and being told it, comes before the protocol; saying that all is done comes after it. */
const quote = 2;
const done = n;

export const promise: ProtocolPromise = {
  forced: [
    ...['Prepared', 'CommitDecided', 'Committed', 'Aborted', 'AbortPresumed'],
    ...['DecidedByHand', 'HeuristicDamage'],
  ],
  happy: {
    messages: messages + quote + done,
    delaysUntilKnown: 6,
    delaysUntilDone: 7,
    commits: 1 + messages + quote + done,
    forced: n + 1 + n,
  },
  // Nobody tells the payment service what it has said itself, and it has nothing to do.
  refused: {
    messages: messages + quote + done - 2,
    delaysUntilKnown: 6,
    delaysUntilDone: 7,
    commits: 1 + messages + quote + done - 2,
    forced: (n - 1) * 2,
  },
  faults: {
    A: { outcome: 'blocked', waiting: participantNames, afterReturn: 'either' },
    B: { outcome: 'blocked', waiting: participantNames, afterReturn: 'approved' },
    // Whoever has been told tells those who ask.
    B1: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    C: { outcome: 'rejected', waiting: [] },
    D: { outcome: 'approved', waiting: [] },
    E: { outcome: 'approved', waiting: ['inventory-service', 'payment-service'] },
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
    lastVote: ['Prepared'],
    counted: { type: 'CommitDecided' },
    decision: { type: 'CommitDecided' },
    worst: 'counted',
  },
  ends: {
    participant: ['Committed', 'Aborted', 'DecidedByHand'],
    orchestrator: ['TransactionEnded', 'AbortPresumed'],
  },
};
