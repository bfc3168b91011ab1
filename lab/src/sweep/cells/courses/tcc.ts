// How each message of TCC comes about.
import { byHand, coordinator, inventory, keptBack, late, order, payment, poor, soldOut } from '../course.ts';
import type { Courses } from '../course.ts';

/** Both hold or are asked to: all of them hear of it. */
const cancelled = { holds: [[payment, 'Try']], then: 'the customer cancels' } as const;

const withTtl = 'holds end by themselves only with a TTL, and the services here have none';

export const tcc: Courses = {
  special: [
    ['* * RequestCancellation', cancelled],
    ['* * Cancel', cancelled],
    ['sent inventory-service TryRefused', soldOut],
    ['* * TryRefused', poor],
    ['sent payment-service AskOutcome', late(keptBack([payment, 'Confirm']))],
    ['* * AskOutcome', late(keptBack([inventory, 'Confirm']))],
    ['timer order-service AskAgain', late(keptBack([order, 'Confirm']))],
    ['timer inventory-service AskAgain', late(keptBack([inventory, 'Confirm']))],
    ['timer payment-service AskAgain', late(keptBack([payment, 'Confirm']))],
    ['timer saga-orchestrator TryBy', keptBack([payment, 'Try'])],
    ['timer saga-orchestrator SendAgain', keptBack([payment, 'Confirm'])],
    [
      'request saga-orchestrator AbortByHand',
      { holds: [[coordinator, 'Tried']], then: 'an operator aborts' },
    ],
    ['request order-service DecideByHand', byHand(order, 'Confirm')],
    ['request inventory-service DecideByHand', byHand(inventory, 'Confirm')],
    ['request payment-service DecideByHand', byHand(payment, 'Confirm')],
  ],
  eventless: ['delivery * AskOutcome'],
  never: [
    ['* * Lapse', withTtl],
    ['* * Lapsed', withTtl],
    ['* * ConfirmTooLate', withTtl],
  ],
};
