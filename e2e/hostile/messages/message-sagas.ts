// Messages in good form that come to the wrong saga, or at the wrong time.
// Whoever may send them is a matter of rights on the broker; what they can do is a matter of the barrier and the saga.
import { atInventory, atOrder, atPayment, atReplies, atStarts, bad } from './message-address.ts';
import { cancellation, commands, dead, fresh, ignored, nothing, replies, says } from './message-case.ts';
import type { BadMessage, Known, MessageGroup } from './message-case.ts';

export const otherLines = { data: { lines: [{ sku: 'no-such-thing', quantity: 1 }] } };

export const ended: MessageGroup = {
  theme: 'commands to sagas that have ended',
  cases: ({ completed, compensated }) => [
    bad(atPayment, 'the charge again', commands.ChargePayment(completed), says('PaymentCharged DUPLICATE')),
    bad(
      atPayment,
      'a charge of another amount',
      commands.ChargePayment(completed, { data: { amount: 1 } }),
      says('PaymentCharged DUPLICATE'),
    ),
    bad(
      atPayment,
      "a charge on another's account",
      commands.ChargePayment(completed, { data: { customerId: fresh() } }),
      says('PaymentCharged DUPLICATE'),
    ),
    bad(
      atPayment,
      "a refund to another's account",
      commands.RefundPayment(completed, { data: { customerId: fresh() } }),
      dead('was paid by'),
    ),
    bad(
      atPayment,
      'a charge as a step of another saga',
      commands.ChargePayment(completed, { step: 'book-hotel' }),
      dead('has a payment already'),
    ),
    bad(
      atInventory,
      'the reservation again',
      commands.ReserveStock(completed),
      says('StockReserved DUPLICATE'),
    ),
    bad(
      atInventory,
      'a reservation of other things',
      commands.ReserveStock(completed, otherLines),
      says('StockReserved DUPLICATE'),
    ),
    bad(
      atInventory,
      'a reservation as a step of another saga',
      commands.ReserveStock(completed, { step: 'book-hotel' }),
      dead('has a reservation already'),
    ),
    bad(
      atInventory,
      'the release of what was shipped',
      commands.ReleaseStock(completed),
      dead('the reservation is SHIPPED'),
    ),
    bad(atInventory, 'the shipping again', commands.ShipStock(completed), says('StockShipped DUPLICATE')),
    bad(
      atOrder,
      'an approval with another total',
      commands.ApproveOrder(completed, { data: { total: 1 } }),
      says('OrderApproved DUPLICATE'),
    ),
    bad(
      atOrder,
      'the rejection of what is approved',
      commands.RejectOrder(completed),
      dead('not pending: APPROVED'),
    ),
    bad(
      atOrder,
      'the approval of what is rejected',
      commands.ApproveOrder(compensated),
      dead('not pending: REJECTED'),
    ),
    bad(atOrder, 'the rejection again', commands.RejectOrder(compensated), says('OrderRejected DUPLICATE')),
    bad(
      atInventory,
      'the reservation again',
      commands.ReserveStock(compensated),
      says('StockInsufficient DUPLICATE'),
    ),
    bad(
      atInventory,
      'the shipping of what is not there',
      commands.ShipStock(compensated),
      dead('the reservation is INSUFFICIENT'),
    ),
  ],
};

export const unknown: MessageGroup = {
  theme: 'commands to sagas that never were: compensations before actions, and actions after them',
  cases: ({ completed }) => {
    const nobody: Known = { ...completed, order: fresh(), customer: fresh(), sku: fresh() };
    const stranger: Known = { ...nobody, order: fresh() };
    const rejected = says('CommandRejected HANGING_REJECTED');
    return [
      bad(atPayment, 'a refund of nothing', commands.RefundPayment(nobody), says('PaymentRefunded EMPTY')),
      bad(atPayment, 'and then its charge', commands.ChargePayment(nobody), rejected),
      bad(atInventory, 'a release of nothing', commands.ReleaseStock(nobody), says('StockReleased EMPTY')),
      bad(atInventory, 'and then its reservation', commands.ReserveStock(nobody), rejected),
      bad(atOrder, 'the rejection of no order', commands.RejectOrder(nobody), says('OrderRejected EMPTY')),
      bad(atOrder, 'the approval of no order', commands.ApproveOrder(nobody), dead('not pending: unknown')),
      bad(atInventory, 'the shipping of nothing', commands.ShipStock(nobody), dead('reservation is unknown')),
      bad(atPayment, 'a charge of nobody', commands.ChargePayment(stranger), says('PaymentDeclined APPLIED')),
      bad(
        atInventory,
        'a reservation of what nobody sells',
        commands.ReserveStock(stranger),
        says('StockInsufficient APPLIED'),
      ),
    ];
  },
};

export const late: MessageGroup = {
  theme: 'replies, starts and wishes to sagas that have ended, or never were',
  cases: ({ completed, compensated }) => {
    const nobody: Known = { ...completed, order: fresh() };
    const to = (known: Known, why: string): readonly BadMessage[] =>
      Object.entries(replies)
        .filter(([type]) => type !== 'OrderPlaced')
        .map(([type, reply]) => bad(atReplies, `${type} for ${known.order}`, reply(known), ignored(why)));
    return [
      ...to(completed, 'ENDED'),
      ...to(compensated, 'ENDED'),
      ...to(nobody, 'NOT_STARTED'),
      bad(
        atReplies,
        'another amount',
        replies.PaymentCharged(completed, { data: { amount: 1 } }),
        ignored('ENDED'),
      ),
      bad(
        atReplies,
        'another saga',
        replies.PaymentCharged(nobody, { step: 'book-hotel' }),
        ignored('NOT_STARTED'),
      ),
      bad(atReplies, 'a wish to cancel', cancellation(completed), says('AbortIgnored ENDED')),
      bad(atReplies, 'a wish to cancel', cancellation(compensated), says('AbortIgnored ENDED')),
      bad(
        atReplies,
        'a wish in the name of another',
        cancellation(nobody, '/payment-service'),
        ignored('WRONG_PARTICIPANT'),
      ),
      bad(atStarts, 'a start for the second time', replies.OrderPlaced(completed), nothing),
      bad(atStarts, 'a start with other lines', replies.OrderPlaced(completed, otherLines), nothing),
      bad(atStarts, 'a start of what is undone', replies.OrderPlaced(compensated), nothing),
      bad(
        atStarts,
        'a start that is another step',
        replies.OrderPlaced(nobody, { step: 'ship-stock' }),
        ignored('NOT_AN_ANSWER_TO_IT'),
      ),
    ];
  },
};
