// What choreography promises.
import { participantNames } from '../parties.ts';
import type { Cost, ProtocolPromise } from '../promise.ts';

const n = participantNames.length;

/**
 * A chain through all services and back to the order, which then tells the others how it ended. Payment hears of an approval as well,
 * although it has nothing to do: otherwise it would have to ask.
 */
const messages = n + (n - 1);

/** `unforced`: commits that only say that nothing is to be done. */
const cost = (unforced: number): Cost => ({
  messages,
  delaysUntilKnown: n,
  delaysUntilDone: n + 1,
  commits: 1 + messages,
  forced: 1 + messages - unforced,
});

export const promise: ProtocolPromise = {
  forced: ['Placed', 'Approved', 'Rejected', 'Taken', 'Refused', 'Confirmed', 'GivenBack', 'Cancelled'],
  happy: cost(0),
  // Payment has refused, and has nothing to give back.
  refused: cost(1),
  faults: {
    A: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    B: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    B1: { outcome: 'approved', waiting: [], afterReturn: 'approved' },
    C: { outcome: 'rejected', waiting: [] },
    D: { outcome: 'approved', waiting: [] },
    E: { outcome: 'rejected', waiting: ['inventory-service', 'payment-service'] },
    F: { outcome: 'either', waiting: [] },
    G: { outcome: 'approved', waiting: [] },
    H: {
      outcome: 'rejected',
      waiting: ['order-service', 'inventory-service'],
      second: 'rejected',
      secondIfItWaits: 'approved',
    },
  },
  moments: {
    lastVote: ['Taken'],
    counted: { type: 'Approved' },
    decision: { type: 'Approved' },
    worst: 'lastVote',
  },
  ends: {
    participant: ['Approved', 'Rejected', 'Confirmed', 'GivenBack', 'DecidedByHand'],
    orchestrator: ['Heard'],
  },
};
