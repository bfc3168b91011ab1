// How each message of two-phase commit comes about.
import {
  byHand,
  cancelled,
  coordinator,
  inventory,
  keptBack,
  late,
  order,
  payment,
  poor,
  soldOut,
} from '../course.ts';
import type { Courses } from '../course.ts';

const votes = [coordinator, 'VotedYes'] as const;

/** Three-phase commit has the same: votes, outcomes, and people. */
export const voting: Courses = {
  special: [
    ['* * RequestCancellation', cancelled(votes)],
    ['* * QuoteRefused', soldOut],
    ['sent inventory-service VotedNo', { holds: [[inventory, 'Prepare']], then: 'the last piece goes' }],
    ['* * VotedNo', poor],
    ['sent order-service Commit', late(keptBack([inventory, 'Commit']))],
    ['sent inventory-service Commit', late(keptBack([payment, 'Commit']))],
    ['sent payment-service Commit', late(keptBack([inventory, 'Commit']))],
    ['sent order-service Abort', late(cancelled(votes, [inventory, 'Abort']))],
    ['sent inventory-service Abort', late(cancelled(votes, [payment, 'Abort']))],
    ['sent payment-service Abort', late(cancelled(votes, [inventory, 'Abort']))],
    ['* * Abort', cancelled(votes)],
    ['timer saga-orchestrator VoteBy', keptBack([payment, 'Prepare'])],
    ['timer saga-orchestrator RepeatOutcome', keptBack([payment, 'Commit'])],
    ['request saga-orchestrator AbortByHand', { holds: [votes], then: 'an operator aborts' }],
    ['request order-service DecideByHand', byHand(order, 'Commit')],
    ['request inventory-service DecideByHand', byHand(inventory, 'Commit')],
    ['request payment-service DecideByHand', byHand(payment, 'Commit')],
  ],
  eventless: ['delivery * Quote', 'delivery * AskOutcome'],
  never: [],
};

export const twoPhaseCommit: Courses = {
  ...voting,
  special: [
    ...voting.special,
    ['sent order-service AskOutcome', late(keptBack([order, 'Commit']))],
    ['sent inventory-service AskOutcome', late(keptBack([inventory, 'Commit']))],
    ['sent payment-service AskOutcome', late(keptBack([payment, 'Commit']))],
    ['delivery inventory-service AskOutcome', late(keptBack([payment, 'Commit']))],
    ['delivery * AskOutcome', late(keptBack([inventory, 'Commit']))],
    ['timer order-service AskAgain', late(keptBack([order, 'Commit']))],
    ['timer inventory-service AskAgain', late(keptBack([inventory, 'Commit']))],
    ['timer payment-service AskAgain', late(keptBack([payment, 'Commit']))],
  ],
};
