import { orchestrator, participants, serviceNames } from '@saga-lab/contracts/services';
import { orderFulfilment } from '@saga-lab/saga-orchestrator/sagas/order-fulfilment/order-fulfilment';
import { expect } from 'chai';
import { deathsOf, idOf } from './cells.ts';
import { cellsBySeed, cellsNamed } from './choice.ts';
import { commitOf, input } from '@saga-lab/platform/store/fixtures';
import { sagaRows as rows, uncovered } from './messages.ts';
import { pointNames } from './points.ts';
import { saga } from './saga.ts';

const { cells, excluded } = saga;
const idsOf = (name: string): readonly string[] => cellsNamed(cells, name).map(idOf);

describe('The cells of the sweep', () => {
  it('are each there once, and none of them among those that cannot exist', () => {
    const ids = [...cells, ...excluded.map(({ cell }) => cell)].map(idOf);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('are of every service, and at every point', () => {
    expect(new Set(cells.map(({ service }) => service))).to.deep.equal(new Set(serviceNames));
    expect(new Set(cells.map(({ point }) => point))).to.deep.equal(new Set(pointNames));
  });

  it('have every message of the table of the saga, where it is handled and where it is sent', () => {
    const named = orderFulfilment.steps.flatMap((row) => [row.succeeded, row.refused, row.compensated]);
    for (const message of named.filter((name) => name !== undefined)) {
      expect(idsOf(`saga-orchestrator/before-ack/${message}`), message).to.have.length(1);
      expect(idsOf(`*/before-publish/${message}`), message).to.have.length(2);
    }
    const commands = orderFulfilment.steps.slice(1).flatMap((row) => [row.command, row.compensation]);
    for (const message of commands.filter((name) => name !== undefined)) {
      expect(idsOf(`*/before-ack/${message}`), message).to.have.length(2);
      expect(idsOf(`saga-orchestrator/before-publish/${message}`), message).to.have.length(1);
    }
  });

  it('have every request and every event of the contracts', () => {
    for (const [service, { requests, events }] of Object.entries(participants)) {
      const own = rows.filter((row) => row.service === service);
      const of = (way: string) => own.filter((row) => row.way === way).map(({ message }) => message);
      expect(of('request')).to.deep.equal(requests);
      expect(of('sent')).to.deep.equal(Object.keys(events));
    }
    const heard = Object.keys({ ...orchestrator.starts, ...orchestrator.replies });
    const delivered = rows.filter(({ service, way }) => service === orchestrator.name && way === 'delivery');
    expect(delivered.map(({ message }) => message)).to.deep.equal(heard);
  });

  it('leave out what cannot come again, and what can never be sent', () => {
    const out = excluded.map(({ cell }) => idOf(cell));
    expect(out).to.include('payment-service/before-answer/PutAccount/redelivery');
    expect(out).to.include('order-service/before-publish/CommandRejected');
    expect(out).to.include('saga-orchestrator/before-mark/SagaTimer/redelivery');
    expect(out).not.to.include('order-service/before-answer/PlaceOrder/redelivery');
    expect(out).not.to.include('payment-service/before-publish/CommandRejected');
  });

  it('die twice over a message that comes again; of a commit on its way the first death leaves nothing', () => {
    const deathsNamed = (name: string) => cellsNamed(cells, name).map(deathsOf);
    expect(deathsNamed('payment-service/before-ack/ChargePayment')).to.deep.equal([['before-ack']]);
    expect(deathsNamed('payment-service/before-ack/ChargePayment/redelivery')).to.deep.equal([
      ['before-ack', 'before-ack'],
    ]);
    expect(deathsNamed('payment-service/during-commit/ChargePayment/redelivery')).to.deep.equal([
      ['before-commit', 'during-commit'],
    ]);
  });
});

describe('A message that no row is about', () => {
  const commit = (type: string, ...sent: readonly string[]) => ({
    service: 'order-service' as const,
    commit: commitOf('m1', {
      input: input({ type }),
      outbox: sent.map((each) => ({ id: each, type: each, data: {} })),
    }),
  });

  it('is told once, where it is handled and where it is sent', () => {
    expect(uncovered([commit('PlaceOrder', 'OrderPlaced', 'AnnounceAgain')], rows)).to.deep.equal([]);
    expect(uncovered([commit('Paint', 'OrderPainted'), commit('Paint')], rows)).to.deep.equal([
      'order-service handles Paint, and no cell is about that.',
      'order-service sends OrderPainted, and no cell is about that.',
    ]);
  });
});

describe('A choice of cells', () => {
  it('is what a name says, part by part, with stars', () => {
    expect(idsOf('payment-service/before-ack/ChargePayment')).to.deep.equal([
      'payment-service/before-ack/ChargePayment',
    ]);
    expect(idsOf('payment-service/before-ack/ChargePayment/redelivery')).to.have.length(1);
    expect(idsOf('payment-service/before-ack')).to.have.length(4);
    expect(idsOf('*/before-ack/ChargePayment')).to.have.length(2);
    expect(idsOf('*/*/*/redelivery').every((id) => id.endsWith('/redelivery'))).to.equal(true);
    expect(idsOf('payment-service/before-acks')).to.deep.equal([]);
  });

  it('is the same for the same seed, and another one for another', () => {
    const chosen = (seed: number) => cellsBySeed(cells, 10, seed).map(idOf);
    expect(new Set(chosen(7)).size).to.equal(10);
    expect(chosen(7)).to.deep.equal(chosen(7));
    expect(chosen(7)).not.to.deep.equal(chosen(8));
    expect(cellsBySeed(cells, 100_000, 7)).to.have.length(cells.length);
  });
});
