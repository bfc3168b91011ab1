// What the saga promises, beside which all other protocols are set. Its code is the orchestrator's.
import { participantNames } from '../parties.ts';
import type { ProtocolPromise } from '../promise.ts';

/** Reserving, charging, approving, shipping; each is asked for and answered. */
const steps = 4;

/** One chain: the order is announced, and then each step, or what undoes it, is a command and its reply. */
const messages = 1 + 2 * steps;

/** Each of its commits is one that the next message rests on. */
const commits = 1 + messages;

export const promise: ProtocolPromise = {
  forced: [
    ...['SagaStarted', 'StepSucceeded', 'StepRefused', 'StepCompensated', 'CommandAnswered'],
    ...['OrderPlaced', 'OrderApproved', 'OrderRejected'],
    ...['StockReserved', 'StockInsufficient', 'StockShipped', 'StockReleased'],
    ...['PaymentCharged', 'PaymentDeclined', 'PaymentRefunded'],
  ],
  happy: { messages, delaysUntilKnown: 6, delaysUntilDone: messages, commits, forced: commits },
  // What was reserved is released, and the order is rejected: as many commands as are left out.
  refused: { messages, delaysUntilKnown: 8, delaysUntilDone: messages, commits, forced: commits },
  faults: {
    A: { outcome: 'blocked', waiting: participantNames, afterReturn: 'either' },
    B: { outcome: 'blocked', waiting: participantNames, afterReturn: 'approved' },
    // The order is approved, so that it is paid.
    B1: { outcome: 'blocked', waiting: ['inventory-service'], afterReturn: 'approved' },
    // What was done is undone backwards: the charge, that may have been made, before the reservation.
    C: { outcome: 'rejected', waiting: ['order-service', 'inventory-service'] },
    D: { outcome: 'approved', waiting: [] },
    E: { outcome: 'rejected', waiting: participantNames },
    F: { outcome: 'either', waiting: [] },
    G: { outcome: 'approved', waiting: participantNames },
    H: {
      outcome: 'rejected',
      waiting: ['order-service', 'inventory-service'],
      second: 'rejected',
      secondIfItWaits: 'approved',
    },
  },
  ends: { participant: [], orchestrator: ['SagaCompleted', 'SagaCompensated'] },
  moments: {
    lastVote: ['StockReserved', 'PaymentCharged'],
    counted: { type: 'CommandSent', step: 'approve-order' },
    // Behind this there is no way back.
    decision: { type: 'CommandSent', step: 'approve-order' },
    worst: 'lastVote',
  },
};
