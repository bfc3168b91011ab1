// What three-phase commit promises.
import { participantNames } from '../parties.ts';
import type { ProtocolPromise } from '../promise.ts';

const n = participantNames.length;

/** As two-phase commit; then everybody is told that all have voted yes, and acknowledges it. */
const messages = 3 * n - 1 + 2 * n;

/** Asking for a price, and being told it, comes before the protocol; saying that all is done comes after it. */
const quote = 2;
const done = n;

export const promise: ProtocolPromise = {
  forced: [
    ...['Prepared', 'PreCommitDecided', 'PreCommitted', 'CommitDecided', 'Committed', 'Aborted'],
    ...['AbortPresumed', 'AbortDecided', 'TerminationJoined', 'DecidedByHand', 'HeuristicDamage'],
  ],
  happy: {
    messages: messages + quote + done,
    delaysUntilKnown: 8,
    delaysUntilDone: 9,
    commits: 1 + messages + quote + done,
    forced: n + 1 + n + 1 + n,
  },
  // No more than in two-phase commit: it never comes to the third phase.
  refused: {
    messages: 3 * n - 1 + quote + done - 2,
    delaysUntilKnown: 6,
    delaysUntilDone: 7,
    commits: 1 + 3 * n - 1 + quote + done - 2,
    forced: (n - 1) * 2 + 1,
  },
  faults: {
    // Whoever comes back asks first, and ends it as the others have.
    A: { outcome: 'rejected', waiting: [], afterReturn: 'rejected' },
    B: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    B1: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    C: { outcome: 'rejected', waiting: [] },
    D: { outcome: 'approved', waiting: [] },
    E: { outcome: 'split', waiting: [] },
    F: { outcome: 'either', waiting: [] },
    // They end it without the coordinator, which asks when it wakes.
    G: { outcome: 'rejected', waiting: [] },
    H: {
      outcome: 'rejected',
      waiting: ['order-service', 'inventory-service'],
      second: 'rejected',
      secondIfItWaits: 'approved',
    },
  },
  trustsTimers: ['3pc.Patience', '3pc.AckBy'],
  moments: {
    lastVote: ['Prepared'],
    counted: { type: 'PreCommitDecided' },
    decision: { type: 'CommitDecided' },
    worst: 'counted',
  },
  ends: {
    participant: ['Committed', 'Aborted', 'DecidedByHand'],
    orchestrator: ['TransactionEnded', 'AbortPresumed'],
  },
};
