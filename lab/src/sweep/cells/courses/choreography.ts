// How each message of choreography comes about.
import { byHand, inventory, keptBack, late, order, payment, poor, soldOut } from '../course.ts';
import type { Courses } from '../course.ts';

const unheard = [order, 'PaymentCharged'] as const;
const cancelled = { holds: [unheard], then: 'the customer cancels' } as const;

export const choreography: Courses = {
  special: [
    ['* * StockInsufficient', soldOut],
    ['* * PaymentDeclined', poor],
    ['* * OrderRejected', cancelled],
    ['request order-service RequestCancellation', cancelled],
    ['timer order-service CancelByCustomer', cancelled],
    ['timer order-service GiveUp', keptBack(unheard)],
    ['sent payment-service OutcomeAsked', late(keptBack([payment, 'OrderApproved']))],
    ['* * OutcomeAsked', late(keptBack([inventory, 'OrderApproved']))],
    ['timer inventory-service AskAgain', late(keptBack([inventory, 'OrderApproved']))],
    ['timer payment-service AskAgain', late(keptBack([payment, 'OrderApproved']))],
    ['request inventory-service DecideByHand', byHand(inventory, 'OrderApproved')],
    ['request payment-service DecideByHand', byHand(payment, 'OrderApproved')],
  ],
  eventless: ['delivery order-service OutcomeAsked'],
  never: [],
};
