import { expect } from 'chai';
import type { Commit } from '@saga-lab/platform/store/commit';
import { commitOf, input } from '@saga-lab/platform/store/fixtures';
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { historyOf } from '../checker/history.ts';
import { forgettable } from './forgettable.ts';

const OLD = 1_000;
const UNTIL = 5_000;

/** Of one saga: what the orchestrator and the payment service committed last. */
const saga = (id: string, type: string, parts: Partial<Commit> = {}) => {
  const time = new Date(OLD).toISOString();
  const common = { correlationId: id, at: OLD, input: input({ sagaId: id, time }) };
  const events = [{ stream: `saga-${id}`, version: 1, type, schemaVersion: 1, data: {} }];
  return {
    'saga-orchestrator': { ...commitOf(`${id}.1`), ...common, events, writes: [`saga-${id}@000000000001`] },
    'payment-service': { ...commitOf(`${id}.2`), ...common, ...parts },
  };
};

const found = (...sagas: readonly ReturnType<typeof saga>[]) =>
  forgettable(
    historyOf(
      ofEveryService((service) =>
        sagas.flatMap((one) => (service in one ? [one[service as keyof typeof one]] : [])),
      ),
    ),
    UNTIL,
  );

describe('What may be forgotten', () => {
  it('is a saga that ended long ago, completed or compensated', () => {
    expect(found(saga('o1', 'SagaCompleted'), saga('o2', 'SagaCompensated'))).to.deep.equal(['o1', 'o2']);
  });

  it('is an order of another protocol that has ended for all, and none that its coordinator has not ended', () => {
    const under = (id: string, ...types: readonly string[]) => {
      const input = { ...saga(id, 'SagaStarted')['payment-service'].input };
      const common = { correlationId: id, at: OLD, input };
      const event = (stream: string, version: number, type: string, data: object = {}) => ({
        stream,
        version,
        type,
        schemaVersion: 1,
        data,
      });
      return {
        'order-service': {
          ...commitOf(`${id}.1`),
          ...common,
          events: [
            event(`order-${id}`, 1, 'OrderPlaced', { protocol: '2pc' }),
            event(`order-${id}`, 2, 'OrderApproved'),
          ],
        },
        'saga-orchestrator': {
          ...commitOf(`${id}.2`),
          ...common,
          events: types.map((type, n) => event(`2pc-${id}`, n + 1, type)),
        },
      };
    };
    const history = (...ids: readonly (readonly [string, readonly string[]])[]) =>
      historyOf(
        ofEveryService((service) =>
          ids.flatMap(([id, types]) => {
            const commits: Partial<Record<typeof service, Commit>> = under(id, ...types);
            const own = commits[service];
            return own ? [own] : [];
          }),
        ),
      );
    const both = history(['o1', ['CommitDecided', 'TransactionEnded']], ['o2', ['CommitDecided']]);
    expect(forgettable(both, UNTIL)).to.deep.equal(['o1']);
  });

  it('is an order that nobody coordinates once all who hold something for it have heard of it', () => {
    const heardAt = (...services: readonly ServiceName[]) => {
      const { input } = saga('o1', 'SagaStarted')['payment-service'];
      const note = (stream: string, version: number, type: string) => ({
        stream,
        version,
        type,
        schemaVersion: 1,
        data: { protocol: 'choreo' },
      });
      const ofOrder = [note('order-o1', 1, 'OrderPlaced'), note('order-o1', 2, 'OrderRejected')];
      return historyOf(
        ofEveryService((service) => {
          const events = [
            ...(service === 'order-service' ? ofOrder : []),
            ...(services.includes(service) ? [note('choreo-o1', 1, 'Heard')] : []),
          ];
          return events.length === 0
            ? []
            : [{ ...commitOf(`o1.${service}`), correlationId: 'o1', at: OLD, input, events }];
        }),
      );
    };
    const all = ['order-service', 'inventory-service', 'payment-service'] as const;
    expect(forgettable(heardAt(...all), UNTIL)).to.deep.equal(['o1']);
    expect(forgettable(heardAt('order-service', 'inventory-service'), UNTIL)).to.deep.equal([]);
  });

  it('is no saga that has not ended, however old it is', () => {
    expect(found(saga('o1', 'SagaParked'))).to.deep.equal([]);
  });

  it('is no saga of which any service did something since', () => {
    expect(found(saga('o1', 'SagaCompleted', { at: UNTIL + 1 }))).to.deep.equal([]);
  });

  it('is no saga of which a message was sent since, by the clock of its sender', () => {
    const late = input({ sagaId: 'o1', time: new Date(UNTIL + 1).toISOString() });
    expect(found(saga('o1', 'SagaCompleted', { input: late }))).to.deep.equal([]);
  });

  it('is no saga of which a timer came due since, though it was dropped', () => {
    const timer = { id: 'o1.3', type: 'Late', data: {}, notBefore: UNTIL + 1 };
    expect(found(saga('o1', 'SagaCompleted', { outbox: [timer], sent: [0] }))).to.deep.equal([]);
  });

  it('is no saga of which anything waits to be sent, in any service', () => {
    expect(found(saga('o1', 'SagaCompleted', { pendingAt: 1 }))).to.deep.equal([]);
  });
});
