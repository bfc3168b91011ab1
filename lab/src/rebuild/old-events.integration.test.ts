// A payment service of today on a real database with a history of the days when amounts had no currency.
import type { ChargePayment, RefundPayment } from '@saga-lab/contracts/payment';
import { ofEveryService } from '@saga-lab/contracts/services';
import { bindings } from '@saga-lab/protocols/topology';
import { component, defaults, name } from '@saga-lab/payment-service/component';
import { messages } from '@saga-lab/payment-service/entry-points/messages';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import type { Commit } from '@saga-lab/platform/store/commit';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { mongoStore } from '@saga-lab/platform/store/mongo-store';
import { message } from '@saga-lab/platform/testing/given';
import { testDatabases } from '@saga-lab/platform/testing/test-databases';
import { eventually } from '@saga-lab/platform/time/eventually';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { mongoViews } from '@saga-lab/platform/views/mongo-views';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { expect } from 'chai';
import { decidedTheSame } from '../checker/decided-again.ts';
import type { Facts } from '../checker/facts.ts';
import { historyOf } from '../checker/history.ts';
import { commitsIn } from '../simulator/read-memory.ts';
import { decidedBy } from '../testing/decided-by.ts';
import { decidingAgain } from './decisions.ts';

const about = (orderId: string, type: 'ChargePayment' | 'RefundPayment') =>
  message<ChargePayment | RefundPayment>({
    type,
    id: `${orderId}.${type}`,
    source: '/saga-orchestrator',
    correlationId: orderId,
    sagaId: orderId,
    step: 'charge-payment',
    operation: type === 'ChargePayment' ? 'action' : 'compensation',
    attempt: 1,
    data: { orderId, customerId: 'ada', amount: 300 },
  } as Parameters<typeof message<ChargePayment | RefundPayment>>[0]);

const open: Message = message({
  type: 'PutAccount',
  id: 'http:put-account:ada:1',
  data: { customerId: 'ada', opening: 1_000, by: 'grace' },
});

/** As it was written then: version 1, and no currency. */
const ofThen = (event: RecordedEvent): RecordedEvent => {
  const { currency, ...data } = event.data as { readonly currency?: string };
  return currency === undefined ? event : { ...event, schemaVersion: 1, data };
};

const historyOfThen = async (): Promise<readonly Commit[]> => {
  const { all } = await decidedBy(name, messages(), { messages: [open, about('o1', 'ChargePayment')] });
  return all.map(({ commit }) => ({ ...commit, events: commit.events.map(ofThen) }));
};

describe('a history with events of an old schema version, on a real database', () => {
  const { connect, cleanUp } = testDatabases();
  after(cleanUp);

  it('is read, shown, gone on with and decided again by the build of today, and stays as it is', async function () {
    this.timeout(30_000);
    const { db } = await connect();
    const store = await mongoStore(db);
    const old = await historyOfThen();
    expect(JSON.stringify(old)).to.include('AmountCharged').and.not.to.include('currency');
    await store.insertOrdered(old);

    const views = mongoViews(db);
    const payment = component(defaults, {
      store,
      views,
      deadLetters: memoryDeadLetters(),
      bus: memoryBroker({ subscriptions: bindings }).connect(name),
      clock: systemClock,
      ids: nodeIds,
      observer: () => undefined,
    });
    await payment.start();
    const shows = (fields: object) =>
      eventually(async () => {
        const [account] = await views.get<ViewDocument>('accounts', ['ada']);
        expect(account).to.deep.include(fields);
      });
    await shows({ charged: 300, version: 2 });
    await payment.runtime.handle(about('o1', 'RefundPayment'));
    await payment.runtime.handle(about('o2', 'ChargePayment'));
    await shows({ charged: 600, refunded: 300, version: 4 });
    await payment.stop();

    const commits = await commitsIn(store);
    const versions = commits.flatMap(({ events }) =>
      events.filter(({ type }) => type.startsWith('Amount')).map(({ schemaVersion }) => schemaVersion),
    );
    expect(versions).to.deep.equal([1, 2, 2]);
    const history = historyOf(ofEveryService((service) => (service === name ? commits : [])));
    const decidedAgain = decidingAgain(nodeIds)(history, history.all);
    expect(decidedTheSame({ decidedAgain } as unknown as Facts)).to.include({ state: 'holds' });
    await store.close();
  });
});
