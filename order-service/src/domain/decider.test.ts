// The order service's decisions, as sentences.
import type { ApproveOrder, RejectOrder } from '@saga-lab/contracts/order';
import { message, specification } from '@saga-lab/platform/testing/given';
import { applied, empty } from '@saga-lab/platform/testing/notes';
import { expect } from 'chai';
import type { AnnounceAgain } from './announcement.ts';
import { orderDecider } from './decider.ts';
import type { OrderEvent, PlaceOrder, RequestCancellation } from './order.ts';

const AFTER_MS = 30_000;
const NOW = 1_000_000;
const given = specification(orderDecider(AFTER_MS));
const orderId = 'o1';
const request = { orderId, customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };

const ofSaga = { sagaId: orderId, attempt: 1 };
const place = message<PlaceOrder>({
  type: 'PlaceOrder',
  data: request,
  ...ofSaga,
  step: 'place-order',
  operation: 'action',
});
const approve = message<ApproveOrder>({
  type: 'ApproveOrder',
  data: { orderId, total: 1000 },
  ...ofSaga,
  step: 'approve-order',
  operation: 'action',
});
const reject = message<RejectOrder>({
  type: 'RejectOrder',
  data: { orderId, reason: 'OUT_OF_STOCK' },
  ...ofSaga,
  step: 'place-order',
  operation: 'compensation',
});
const cancel = message<RequestCancellation>({ type: 'RequestCancellation', data: { orderId } });
const announce = (round: number) =>
  message<AnnounceAgain>({ type: 'AnnounceAgain', data: { orderId, round } });

const happened = <T extends OrderEvent['type']>(type: T, data: Extract<OrderEvent, { type: T }>['data']) =>
  ({ stream: 'order-o1', type, data }) as Extract<OrderEvent, { type: T }>;

const placedEvent = happened('OrderPlaced', request);
const placed = [placedEvent, applied(place, placedEvent)];
const cancellation = happened('OrderCancellationRequested', { orderId, reason: 'CUSTOMER_CANCELLED' });
const approved = happened('OrderApproved', { orderId, total: 1000 });
const rejectedFor = (reason: string) => happened('OrderRejected', { orderId, reason });
const timer = { type: 'AnnounceAgain', to: 'order-service' };

describe('the order service', () => {
  it('takes an order, tells the saga and arms the timer against a lost start', () => {
    given([])
      .when(place)
      .then(placed)
      .thenSends([
        { ...ofSaga, type: 'OrderPlaced', step: 'place-order', answer: 'APPLIED', data: request },
        { ...timer, data: { orderId, round: 1 }, notBefore: NOW + AFTER_MS },
      ]);
  });

  it('approves a pending order', () => {
    given(placed)
      .when(approve)
      .then([approved, applied(approve, approved)])
      .thenSends([{ type: 'OrderApproved', answer: 'APPLIED', data: { orderId, total: 1000 } }]);
  });

  it('refuses to approve what the customer has cancelled', () => {
    const refused = happened('OrderApprovalRefused', { orderId, reason: 'CUSTOMER_CANCELLED' });
    given([...placed, cancellation])
      .when(approve)
      .then([refused, applied(approve, refused, true)])
      .thenSends([{ type: 'OrderApprovalRefused', answer: 'APPLIED' }]);
  });

  it('repeats its answer to a repeated command', () => {
    given([...placed, approved, applied(approve, approved)])
      .when({ ...approve, id: 'again', attempt: 3 })
      .then([])
      .thenSends([{ type: 'OrderApproved', answer: 'DUPLICATE', attempt: 3 }]);
  });

  it('rejects a pending order for the reason of its saga', () => {
    const rejected = rejectedFor('OUT_OF_STOCK');
    given([...placed, cancellation])
      .when(reject)
      .then([rejected, applied(reject, rejected)])
      .thenSends([{ type: 'OrderRejected', answer: 'APPLIED', data: rejected.data }]);
  });

  it('rejects after it refused to approve', () => {
    const refused = happened('OrderApprovalRefused', { orderId, reason: 'CUSTOMER_CANCELLED' });
    const rejected = rejectedFor('OUT_OF_STOCK');
    given([...placed, cancellation, refused, applied(approve, refused, true)])
      .when(reject)
      .then([rejected, applied(reject, rejected)]);
  });

  it('has nothing to reject where no order was placed, and turns the late order away', () => {
    const rejected = rejectedFor('OUT_OF_STOCK');
    given([])
      .when(reject)
      .then([empty(reject, rejected)])
      .thenSends([{ type: 'OrderRejected', answer: 'EMPTY' }]);
    given([empty(reject, rejected)])
      .when(place)
      .thenSends([{ type: 'CommandRejected', answer: 'HANGING_REJECTED' }]);
  });

  it('takes rejecting an approved order for a bug', () => {
    expect(() => given([...placed, approved]).when(reject)).to.throw('APPROVED');
  });

  it('takes approving an unknown order for a bug', () => {
    expect(() => given([]).when(approve)).to.throw('unknown');
  });

  it('takes an event of a type it does not know for a bug', () => {
    const alien = { stream: 'order-o1', type: 'OrderPainted', data: {} } as unknown as OrderEvent;
    expect(() => given([alien]).when(approve)).to.throw('OrderPainted');
  });
});

describe('a customer who cancels', () => {
  it('is heard while the order is pending', () => {
    given(placed)
      .when(cancel)
      .then([cancellation])
      .thenSends([{ type: 'OrderCancellationRequested', sagaId: orderId, data: cancellation.data }]);
  });

  it('changes nothing by asking again', () => {
    given([...placed, cancellation])
      .when(cancel)
      .then([])
      .thenSends([]);
  });

  it('changes nothing once the order is rejected for that', () => {
    given([...placed, cancellation, rejectedFor('CUSTOMER_CANCELLED')])
      .when(cancel)
      .then([])
      .thenSends([]);
  });

  it('is too late once the order is approved', () => {
    given([...placed, approved])
      .when(cancel)
      .thenRefuses('ORDER_ALREADY_APPROVED');
  });

  it('is too late once the order is rejected for another reason', () => {
    given([...placed, rejectedFor('OUT_OF_STOCK')])
      .when(cancel)
      .thenRefuses('ORDER_ALREADY_REJECTED');
  });

  it('cannot cancel what does not exist', () => {
    given([]).when(cancel).thenRefuses('NOT_FOUND');
  });
});

describe('an order that nobody answers', () => {
  // @covers R-47
  it('announces itself again, as its reply was, and arms the next time twice as late', () => {
    given(placed)
      .when(announce(1))
      .then([happened('OrderAnnouncedAgain', { orderId, round: 1 })])
      .thenSends([
        {
          type: 'OrderPlaced',
          data: request,
          answer: 'DUPLICATE',
          sagaId: orderId,
          step: 'place-order',
          operation: 'action',
          attempt: 2,
        },
        { ...timer, data: { orderId, round: 2 }, notBefore: NOW + 2 * AFTER_MS },
      ]);
  });

  it('counts its attempts', () => {
    given(placed)
      .when(announce(4))
      .thenSends([{ type: 'OrderPlaced', attempt: 5, data: request }, timer]);
  });

  it('never waits longer than 64 times the first time', () => {
    given(placed)
      .when(announce(50))
      .thenSends([{ type: 'OrderPlaced' }, { ...timer, notBefore: NOW + 64 * AFTER_MS }]);
  });

  it('spreads its times, so that many orders do not come at once', () => {
    given(placed)
      .when({ ...announce(1), random: 0 })
      .thenSends([{ type: 'OrderPlaced' }, { ...timer, notBefore: NOW + 1.5 * AFTER_MS }]);
  });

  // @mutation The state: `wants` of an order, always true or always false [twin: an order that never announces itself again]
  it('is silent as soon as it is not pending any more', () => {
    given([...placed, approved])
      .when(announce(1))
      .then([])
      .thenSends([]);
    expect(given(placed).wants(announce(1))).to.equal(true);
    expect(given([...placed, approved]).wants(announce(1))).to.equal(false);
    expect(given([...placed, rejectedFor('OUT_OF_STOCK')]).wants(announce(1))).to.equal(false);
    expect(given([]).wants(announce(1))).to.equal(false);
  });
});
