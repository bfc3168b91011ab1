// Real deciders decide, and then decide again: the same, unless chance, a clock or another state had a part in it.
import type { ChargePayment } from '@saga-lab/contracts/payment';
import { messages as order, orderWaits } from '@saga-lab/order-service/entry-points/messages';
import { messages as payments } from '@saga-lab/payment-service/entry-points/messages';
import type { Message } from '@saga-lab/platform/decider/message';
import type { Commit } from '@saga-lab/platform/store/commit';
import { message } from '@saga-lab/platform/testing/given';
import { countingIds } from '@saga-lab/platform/testing/virtual-clock';
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { decidedTheSame } from '../checker/decided-again.ts';
import type { Facts } from '../checker/facts.ts';
import { changedHistory } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { decidedBy } from '../testing/decided-by.ts';
import { decidingAgain } from './decisions.ts';
import type { ServiceDecider } from './services.ts';

const put = (n: number, opening: number): Message =>
  message({ type: 'PutAccount', id: `http:put:${n}`, data: { customerId: 'ada', opening, by: 'eve' } });

const charge = (orderId: string, amount: number, id = `charge-${orderId}`): Message =>
  message<ChargePayment>({
    type: 'ChargePayment',
    id,
    source: '/saga-orchestrator',
    correlationId: orderId,
    sagaId: orderId,
    step: 'charge-payment',
    operation: 'action',
    attempt: 1,
    data: { orderId, customerId: 'ada', amount },
  });

/** Two charges, one too many, one asked twice, and then money for it after all. */
const asked = [put(1, 100), charge('o1', 60), charge('o2', 60), charge('o2', 60, 'again'), put(2, 500)];

const place = message({
  type: 'PlaceOrder',
  id: 'http:place:o1',
  sagaId: 'o1',
  step: 'place-order',
  operation: 'action',
  data: { orderId: 'o1', customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] },
});

const again = (history: History) => decidingAgain(countingIds())(history, history.all);
const judged = (history: History) => decidedTheSame({ decidedAgain: again(history) } as unknown as Facts);

const payment = payments();

/** The decider of the payment service with something in it that is no part of the message or the state. */
const planted = (change: (amount: number) => number): ServiceDecider => ({
  ...payment.decider,
  decide: (states, incoming) => {
    const changed = (data: { amount: number }) => ({ ...data, amount: change(data.amount) });
    const decision = payment.decider.decide(states, incoming);
    const events = decision.events.map((event) =>
      event.type === 'AmountCharged' ? { ...event, data: changed(event.data as { amount: number }) } : event,
    );
    return { ...decision, events };
  },
});

const changedCommit = (history: History, id: string, change: (commit: Commit) => Partial<Commit>) =>
  changedHistory(history, ({ commit }) => (commit._id === id ? { ...commit, ...change(commit) } : commit));

describe('Decisions made again', () => {
  it('are the same: what was done, refused, and answered once more', async () => {
    const history = await decidedBy('payment-service', payment, { messages: asked });
    expect(judged(history)).to.deep.include({ state: 'holds', findings: [] });
    expect(again(history).map(({ on }) => on)).to.deep.equal([
      ['account-ada@0'],
      ['payment-o1@0', 'account-ada@1'],
      ['account-ada@2', 'payment-o2@0'],
      ['payment-o2@2', 'account-ada@2'],
      ['account-ada@2'],
    ]);
  });

  it('are the same with the settings of their time, timers included', async () => {
    for (const announceAfterMs of [1_000, 30_000]) {
      const history = await decidedBy('order-service', order({ ...orderWaits, announceAfterMs }), {
        messages: [place],
        passingMs: 40_000,
      });
      const [placed, announced] = history.all;
      expect(placed?.commit.outbox.at(-1)?.notBefore).to.equal((placed?.commit.at ?? 0) + announceAfterMs);
      expect(announced?.commit.input.type).to.equal('AnnounceAgain');
      expect(judged(history)).to.deep.include({ state: 'holds', findings: [] });
    }
  });

  it('name the commit, the states and the field if chance had a part in them', async () => {
    const chances = [1, 2];
    const lucky = planted((amount) => amount + (chances.shift() ?? 0));
    const history = await decidedBy('payment-service', { decider: lucky }, { messages: asked.slice(0, 2) });
    const { state, findings } = decidedTheSame({
      decidedAgain: decidingAgain(countingIds(), { ...noDeciders, 'payment-service': () => lucky })(
        history,
        history.all,
      ),
    } as unknown as Facts);
    expect(state).to.equal('violated');
    expect(findings).to.deep.equal([
      'ChargePayment at payment-service (charge-o1), decided again on payment-o1@0, account-ada@1: events[1].data.amount is 62, and the commit has 61.',
    ]);
  });

  it('name a timer that was set by another clock', async () => {
    let now = 4_000_000_000_000; // later than any timer of this test fires
    const decider = order({ ...orderWaits, announceAfterMs: 1_000 }).decider;
    const clocked: ServiceDecider = {
      ...decider,
      decide: (states, incoming) => {
        const decision = decider.decide(states, incoming);
        now += 7;
        return { ...decision, messages: decision.messages.map((sent) => ({ ...sent, notBefore: now })) };
      },
    };
    const history = await decidedBy('order-service', { decider: clocked }, { messages: [place] });
    const { findings } = decidedTheSame({
      decidedAgain: decidingAgain(countingIds(), { ...noDeciders, 'order-service': () => clocked })(
        history,
        history.all,
      ),
    } as unknown as Facts);
    expect(findings).to.deep.equal([
      'PlaceOrder at order-service (http:place:o1), decided again on order-o1@0: outbox[0].notBefore is 4000000000014, and the commit has 4000000000007.',
    ]);
  });

  it('find a decision on a state that was older than what it says', async () => {
    const history = await decidedBy('payment-service', payment, { messages: [...asked, charge('o3', 60)] });
    const stale = changedCommit(history, 'charge-o2', () => ({
      reads: ['payment-o2@000000000000', 'account-ada@000000000001'],
    }));
    const [finding = ''] = judged(stale).findings;
    expect(finding).to.match(
      /^ChargePayment at payment-service \(charge-o2\), decided again on .*account-ada@1.*: events\[0\]\.type is "PaymentCharged", and the commit has "PaymentDeclined"\.$/,
    );
  });

  it('say why if they cannot be made', async () => {
    const history = await decidedBy('order-service', order({ ...orderWaits, announceAfterMs: 1_000 }), {
      messages: [place],
    });
    const without = changedCommit(history, place.id, ({ settings: _settings, ...commit }) => ({
      ...commit,
      settings: {},
    }));
    expect(judged(without).findings).to.deep.equal([
      'PlaceOrder at order-service (http:place:o1), decided again on order-o1@0: its settings do not say announceAfterMs.',
    ]);

    const paid = await decidedBy('payment-service', payment, { messages: asked });
    const silent = changedCommit(paid, 'again', () => ({ reads: ['payment-o2@000000000002'] }));
    expect(judged(silent).findings).to.deep.equal([
      'ChargePayment at payment-service (again), decided again on payment-o2@2: it does not say which version of account-ada it was decided on.',
    ]);
    const refused = changedCommit(paid, 'http:put:2', ({ input }) => ({
      input: { ...input, data: { customerId: 'ada', opening: 5, by: 'eve' } },
    }));
    expect(judged(refused).findings[0]).to.match(/decided again on account-ada@2: it is refused: /);
  });
});

const nobody = (): ServiceDecider => expect.fail('nobody else decided here');
const noDeciders = ofEveryService(() => nobody);
