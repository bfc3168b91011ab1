// An order under another protocol than the saga, from its placing to the wish to cancel it.
import type { ApproveOrder } from '@saga-lab/contracts/order';
import { message, statesOf } from '@saga-lab/platform/testing/given';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { expect } from 'chai';
import { messages, orderWaits } from '../entry-points/messages.ts';

const { decider } = messages(orderWaits);
const wanted = { orderId: 'o1', customerId: 'ada', lines: [{ sku: 'lamp', quantity: 2 }] };
const under = (protocol: string) =>
  message<Message>({ type: 'PlaceOrder', data: { ...wanted, protocol }, sagaId: 'o1' });
const cancel = message<Message>({ type: 'RequestCancellation', data: { orderId: 'o1' } });
const approve = message<ApproveOrder>({
  type: 'ApproveOrder',
  data: { orderId: 'o1', total: 1 },
  sagaId: 'o1',
  step: 'approve-order',
  operation: 'action',
});
const decide = (past: readonly NewEvent[], incoming: Message & Stamp) =>
  decider.decide(statesOf(decider, past), incoming);
const placed = decide([], under('2pc')).events;

describe('an order under two-phase commit', () => {
  it('says so in its first event, and is prepared by being placed', () => {
    expect(placed.map(({ stream, type }) => [stream, type])).to.deep.equal([
      ['order-o1', 'OrderPlaced'],
      ['2pc-o1', 'Prepared'],
    ]);
    expect(placed[0]?.data).to.deep.equal({ ...wanted, protocol: '2pc' });
  });

  it('tells the coordinator and no saga, and arms the timer that asks how it ended', () => {
    const sent = decide([], under('2pc')).messages.map(({ type, to }) => [type, to]);
    expect(sent).to.deep.equal([
      ['2pc.OrderPlaced', undefined],
      ['2pc.AskAgain', 'order-service'],
    ]);
  });

  it('reads the streams that it writes', () => {
    expect(decider.streams(under('2pc'))).to.have.members(placed.map(({ stream }) => stream));
  });

  it('is cancelled by nobody alone: the wish is noted and told to the coordinator, once', () => {
    const { events, messages: sent } = decide(placed, cancel);
    expect(events.map(({ type }) => type)).to.deep.equal(['OrderCancellationRequested']);
    expect(sent).to.have.lengthOf(1);
    expect(sent[0]).to.include({ type: '2pc.RequestCancellation', to: 'saga-orchestrator' });
    expect(decide([...placed, ...events], cancel)).to.deep.include({ events: [], messages: [] });
  });

  it('is approved when that is decided, even if the customer wanted to cancel meanwhile', () => {
    const { events } = decide(placed, cancel);
    const terms = { ...wanted, lines: [{ sku: 'lamp', quantity: 2, unitPrice: 500 }], amount: 1000 };
    const commit = message<Message>({
      type: '2pc.Commit',
      source: '/saga-orchestrator',
      data: terms,
      sagaId: 'o1',
    });
    const decided = decide([...placed, ...events], commit).events.map(({ type }) => type);
    expect(decided).to.include.members(['Committed', 'OrderApproved']);
  });

  it('is no order of a saga: what a saga says about it is a bug', () => {
    expect(() => decide(placed, approve)).to.throw('a saga decides about an order of 2pc');
  });

  it('cannot be placed twice, nor under a protocol that nobody knows', () => {
    expect(() => decide(placed, under('2pc'))).to.throw('exists already: PENDING');
    expect(() => decide([], under('4pc'))).to.throw('no protocol is called 4pc');
  });
});
