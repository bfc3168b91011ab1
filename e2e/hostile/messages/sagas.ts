// Messages in good form that come to the wrong saga, or at the wrong time.
// Whoever may send them is a matter of rights on the broker; what they can do is a matter of the barrier and the saga.
import { atInventory, atOrder, atPayment, atReplies, atStarts, bad } from './address.ts';
import { cancellation, commands, deadLetter, fresh, ignored, nothing, replies, decided } from './case.ts';
import type { BadMessage, KnownOrder, MessageGroup } from './case.ts';

export const otherLines = { data: { lines: [{ sku: 'no-such-thing', quantity: 1 }] } };

export const ended: MessageGroup = {
  theme: 'commands to sagas that have ended',
  cases: ({ completed, compensated }) => [
    bad(
      atPayment,
      'the charge again',
      commands.ChargePayment(completed),
      decided('PaymentCharged DUPLICATE'),
    ),
    bad(
      atPayment,
      'a charge of another amount',
      commands.ChargePayment(completed, { data: { amount: 1 } }),
      decided('PaymentCharged DUPLICATE'),
    ),
    bad(
      atPayment,
      "a charge on another's account",
      commands.ChargePayment(completed, { data: { customerId: fresh() } }),
      decided('PaymentCharged DUPLICATE'),
    ),
    bad(
      atPayment,
      "a refund to another's account",
      commands.RefundPayment(completed, { data: { customerId: fresh() } }),
      deadLetter('was paid by'),
    ),
    bad(
      atPayment,
      'a charge as a step of another saga',
      commands.ChargePayment(completed, { step: 'book-hotel' }),
      deadLetter('has a payment already'),
    ),
    bad(
      atInventory,
      'the reservation again',
      commands.ReserveStock(completed),
      decided('StockReserved DUPLICATE'),
    ),
    bad(
      atInventory,
      'a reservation of other things',
      commands.ReserveStock(completed, otherLines),
      decided('StockReserved DUPLICATE'),
    ),
    bad(
      atInventory,
      'a reservation as a step of another saga',
      commands.ReserveStock(completed, { step: 'book-hotel' }),
      deadLetter('has a reservation already'),
    ),
    bad(
      atInventory,
      'the release of what was shipped',
      commands.ReleaseStock(completed),
      deadLetter('the reservation is SHIPPED'),
    ),
    bad(atInventory, 'the shipping again', commands.ShipStock(completed), decided('StockShipped DUPLICATE')),
    bad(
      atOrder,
      'an approval with another total',
      commands.ApproveOrder(completed, { data: { total: 1 } }),
      decided('OrderApproved DUPLICATE'),
    ),
    bad(
      atOrder,
      'the rejection of what is approved',
      commands.RejectOrder(completed),
      deadLetter('not pending: APPROVED'),
    ),
    bad(
      atOrder,
      'the approval of what is rejected',
      commands.ApproveOrder(compensated),
      deadLetter('not pending: REJECTED'),
    ),
    bad(
      atOrder,
      'the rejection again',
      commands.RejectOrder(compensated),
      decided('OrderRejected DUPLICATE'),
    ),
    bad(
      atInventory,
      'the reservation again',
      commands.ReserveStock(compensated),
      decided('StockInsufficient DUPLICATE'),
    ),
    bad(
      atInventory,
      'the shipping of what is not there',
      commands.ShipStock(compensated),
      deadLetter('the reservation is INSUFFICIENT'),
    ),
  ],
};

export const unknown: MessageGroup = {
  theme: 'commands to sagas that never were: compensations before actions, and actions after them',
  cases: ({ completed }) => {
    const unknownOrder: KnownOrder = { ...completed, order: fresh(), customer: fresh(), sku: fresh() };
    const otherUnknown: KnownOrder = { ...unknownOrder, order: fresh() };
    const rejected = decided('CommandRejected HANGING_REJECTED');
    return [
      bad(
        atPayment,
        'a refund of nothing',
        commands.RefundPayment(unknownOrder),
        decided('PaymentRefunded EMPTY'),
      ),
      bad(atPayment, 'and then its charge', commands.ChargePayment(unknownOrder), rejected),
      bad(
        atInventory,
        'a release of nothing',
        commands.ReleaseStock(unknownOrder),
        decided('StockReleased EMPTY'),
      ),
      bad(atInventory, 'and then its reservation', commands.ReserveStock(unknownOrder), rejected),
      bad(
        atOrder,
        'the rejection of no order',
        commands.RejectOrder(unknownOrder),
        decided('OrderRejected EMPTY'),
      ),
      bad(
        atOrder,
        'the approval of no order',
        commands.ApproveOrder(unknownOrder),
        deadLetter('not pending: unknown'),
      ),
      bad(
        atInventory,
        'the shipping of nothing',
        commands.ShipStock(unknownOrder),
        deadLetter('reservation is unknown'),
      ),
      bad(
        atPayment,
        'a charge of nobody',
        commands.ChargePayment(otherUnknown),
        decided('PaymentDeclined APPLIED'),
      ),
      bad(
        atInventory,
        'a reservation of what nobody sells',
        commands.ReserveStock(otherUnknown),
        decided('StockInsufficient APPLIED'),
      ),
    ];
  },
};

export const late: MessageGroup = {
  theme: 'replies, starts and requests to cancel, to sagas that have ended, or never were',
  cases: ({ completed, compensated }) => {
    const unknownOrder: KnownOrder = { ...completed, order: fresh() };
    const to = (known: KnownOrder, why: string): readonly BadMessage[] =>
      Object.entries(replies)
        .filter(([type]) => type !== 'OrderPlaced')
        .map(([type, reply]) => bad(atReplies, `${type} for ${known.order}`, reply(known), ignored(why)));
    return [
      ...to(completed, 'ENDED'),
      ...to(compensated, 'ENDED'),
      ...to(unknownOrder, 'NOT_STARTED'),
      bad(
        atReplies,
        'another amount',
        replies.PaymentCharged(completed, { data: { amount: 1 } }),
        ignored('ENDED'),
      ),
      bad(
        atReplies,
        'another saga',
        replies.PaymentCharged(unknownOrder, { step: 'book-hotel' }),
        ignored('NOT_STARTED'),
      ),
      bad(atReplies, 'a request to cancel', cancellation(completed), decided('AbortIgnored ENDED')),
      bad(atReplies, 'a request to cancel', cancellation(compensated), decided('AbortIgnored ENDED')),
      bad(
        atReplies,
        'a request to cancel in the name of another',
        cancellation(unknownOrder, '/payment-service'),
        ignored('WRONG_PARTICIPANT'),
      ),
      bad(atStarts, 'a start for the second time', replies.OrderPlaced(completed), nothing),
      bad(atStarts, 'a start with other lines', replies.OrderPlaced(completed, otherLines), nothing),
      bad(atStarts, 'a start of what is undone', replies.OrderPlaced(compensated), nothing),
      bad(
        atStarts,
        'a start that is another step',
        replies.OrderPlaced(unknownOrder, { step: 'ship-stock' }),
        ignored('NOT_AN_ANSWER_TO_IT'),
      ),
    ];
  },
};
