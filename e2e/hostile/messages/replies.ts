// Messages in good form under an id that is known already, and replies that a saga has not asked for.
import { atInventory, atOrder, atPayment, atReplies, atStarts, bad } from './address.ts';
import { commands, deadLetter, fresh, ignored, nothing, replies, decided } from './case.ts';
import type { KnownOrder, MessageGroup } from './case.ts';
import { otherLines } from './sagas.ts';

export const knownIds: MessageGroup = {
  theme: 'other content under the id of a message that is known already',
  cases: ({ completed, idOf }) => {
    const stillDecided = (cause: string, words: string) => [{ id: idOf(cause) }, decided(words)] as const;
    const [charge, charged] = stillDecided('ChargePayment', 'PaymentCharged APPLIED');
    const [reserve, reserved] = stillDecided('ReserveStock', 'StockReserved APPLIED');
    const [approve, approved] = stillDecided('ApproveOrder', 'OrderApproved APPLIED');
    const [charging, approving] = stillDecided('PaymentCharged', 'ApproveOrder');
    const [placed, started] = stillDecided('OrderPlaced', 'ReserveStock');
    return [
      bad(atPayment, 'a refund', commands.RefundPayment(completed, charge), charged),
      bad(
        atPayment,
        'a charge of 1',
        commands.ChargePayment(completed, { data: { amount: 1 }, ...charge }),
        charged,
      ),
      bad(atInventory, 'a release', commands.ReleaseStock(completed, reserve), reserved),
      bad(atOrder, 'a rejection', commands.RejectOrder(completed, approve), approved),
      bad(atReplies, 'a refusal', replies.PaymentDeclined(completed, charging), approving),
      bad(atStarts, 'other lines', replies.OrderPlaced(completed, { ...otherLines, ...placed }), started),
      bad(atStarts, 'another saga', replies.OrderPlaced({ ...completed, order: fresh() }, placed), started),
    ];
  },
};

/** `open`: its payment has been asked for, and not answered. */
export const atPaymentStep = (open: KnownOrder): MessageGroup => ({
  theme: 'replies and compensations to a saga that waits for its payment',
  cases: () => {
    const { PaymentCharged, OrderApproved, StockShipped, StockReserved, PaymentRefunded, OrderPlaced } =
      replies;
    const notAsked = ignored('NOT_WHAT_WAS_ASKED');
    return [
      bad(atReplies, 'a step not reached', OrderApproved(open), ignored('NOT_OPEN')),
      bad(atReplies, 'the last step', StockShipped(open), ignored('NOT_OPEN')),
      bad(atReplies, 'a step long past', StockReserved(open), ignored('NOT_OPEN')),
      bad(atReplies, 'a compensation', PaymentRefunded(open), ignored('NOT_OPEN')),
      bad(atReplies, 'another saga', PaymentCharged(open, { step: 'book-hotel' }), ignored('NOT_OPEN')),
      ...['/inventory-service', '/order-service', '/saga-orchestrator', '/nobody'].map((source) =>
        bad(atReplies, source, PaymentCharged(open, { source }), ignored('WRONG_PARTICIPANT')),
      ),
      bad(
        atReplies,
        'no answer to it',
        StockShipped(open, { step: 'charge-payment', source: '/payment-service' }),
        ignored('NOT_AN_ANSWER_TO_IT'),
      ),
      ...[1, 0, open.total - 1, open.total + 1, Number.MAX_SAFE_INTEGER].map((amount) =>
        bad(atReplies, `the amount ${amount}`, PaymentCharged(open, { data: { amount } }), notAsked),
      ),
      bad(atReplies, 'another customer', PaymentCharged(open, { data: { customerId: fresh() } }), notAsked),
      bad(
        atReplies,
        'another order',
        PaymentCharged(open, { data: { orderId: fresh() } }),
        deadLetter('data.orderId'),
      ),
      bad(atStarts, 'the start again', OrderPlaced(open), nothing),
      bad(
        atInventory,
        'a release that names other things',
        commands.ReleaseStock(open, otherLines),
        deadLetter('the message does not name it'),
      ),
    ];
  },
});
