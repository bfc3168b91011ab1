import { encode } from '@saga-lab/platform/bus/cloudevents';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import { commitOf, input } from '@saga-lab/platform/store/fixtures';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { message } from '@saga-lab/platform/testing/given';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { eventually } from '@saga-lab/platform/time/eventually';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import { commandsOf } from '@saga-lab/contracts/topology';
import { bindings } from '@saga-lab/protocols/topology';
import { expect } from 'chai';
import type { Point } from '../cells/points.ts';
import type { Death, Plan } from '../plan.ts';
import { trap } from './trap.ts';
import { trappedPorts } from './trapped-ports.ts';

class Died extends Error {}

const QUEUE = commandsOf('payment-service');

/** A service's ports with a trap that throws where a process would end; each `restart` is a process of its own. */
const stageFor = (...deathsWanted: readonly Point[]) => {
  const deaths: Death[] = [];
  const held: string[] = [];
  const state: { plan: Plan } = {
    plan: { order: { cell: 'c', type: 'Charge', subject: 'o1', deaths: deathsWanted }, holds: [] },
  };
  const broker = memoryBroker({ subscriptions: bindings });
  const base = {
    store: memoryStore(systemClock),
    deadLetters: memoryDeadLetters(),
    views: memoryViews(),
    clock: systemClock,
    ids: nodeIds,
    observer: () => undefined,
  };
  let pid = 0;
  const restart = () => {
    pid += 1;
    const parts = {
      plan: () => state.plan,
      deathsFor: () => deaths,
      noteDeath: (death: Death) => void deaths.push(death),
      noteHeld: ({ type }: { type: string }) => void held.push(type),
      kill: (): never => {
        throw new Died();
      },
      pid,
      now: () => 0,
    };
    return trappedPorts({ ...base, bus: broker.connect('payment-service') }, trap(parts));
  };
  return { deaths, held, state, broker, base, restart };
};

const charge = (parts: { id?: string; correlationId?: string } = {}) =>
  message({ id: 'm1', type: 'Charge', data: {}, ...parts });
const charged = commitOf('m1', {
  writes: [['account-a', 1]],
  input: input({ type: 'Charge' }),
});
const diesOf = async (work: () => unknown): Promise<boolean> => {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  }
};
const pointsOf = (deaths: readonly Death[]) => deaths.map(({ point }) => point);

describe('A process with a trap', () => {
  it('dies before its commit, of which nothing is written, and once only', async () => {
    const { base, deaths, restart } = stageFor('before-commit');
    expect(await diesOf(() => restart().store.insertOrdered([charged]))).to.equal(true);
    expect(await base.store.find(['m1'])).to.deep.equal([]);
    expect(deaths).to.deep.equal([
      {
        cell: 'c',
        point: 'before-commit',
        type: 'Charge',
        messageId: 'm1',
        pid: 1,
        at: '1970-01-01T00:00:00.000Z',
      },
    ]);
    expect(await diesOf(() => restart().store.insertOrdered([charged]))).to.equal(false);
    expect(await base.store.find(['m1'])).to.have.length(1);
  });

  it('dies over no message of another saga or of another type', async () => {
    const { deaths, restart } = stageFor('before-commit');
    const others = [
      commitOf('m2', { correlationId: 'o2', input: input({ type: 'Charge' }) }),
      commitOf('m3', { input: input({ type: 'Refund' }) }),
    ];
    expect(await diesOf(() => restart().store.insertOrdered(others))).to.equal(false);
    expect(deaths).to.deep.equal([]);
  });

  it('dies the second time over the same message, and over no other', async () => {
    const { deaths, restart } = stageFor('before-commit', 'before-commit');
    const another = commitOf('m9', { input: input({ type: 'Charge' }) });
    expect(await diesOf(() => restart().store.insertOrdered([charged]))).to.equal(true);
    expect(await diesOf(() => restart().store.insertOrdered([another]))).to.equal(false);
    expect(await diesOf(() => restart().store.insertOrdered([charged]))).to.equal(true);
    expect(deaths.map(({ messageId, pid }) => [messageId, pid])).to.deep.equal([
      ['m1', 1],
      ['m1', 3],
    ]);
  });

  it('dies while its commit is under way, and says which one that was', async () => {
    const { deaths, restart } = stageFor('during-commit');
    expect(await diesOf(() => restart().store.insertOrdered([charged]))).to.equal(true);
    expect(deaths[0]).to.include({ point: 'during-commit', attempt: charged.attempt });
    expect(deaths[0]?.answered).to.be.a('boolean');
  });

  it('dies before the ack of what is committed or known, and acks all else', async () => {
    const { broker, deaths, restart } = stageFor('before-ack');
    const ports = restart();
    const acks: boolean[] = [];
    broker.inject(QUEUE, encode(charge()));
    await ports.bus.consume(QUEUE, 10, (delivery) => {
      void diesOf(() => delivery.ack()).then((died) => acks.push(died));
    });
    await eventually(() => expect(acks).to.deep.equal([false]));
    ports.observer({ kind: 'duplicate', id: 'm1', type: 'Charge' });
    broker.inject(QUEUE, encode(charge()));
    await eventually(() => expect(acks).to.deep.equal([false, true]));
    expect(pointsOf(deaths)).to.deep.equal(['before-ack']);
  });

  it('dies before it publishes, and nothing has left', async () => {
    const { broker, restart } = stageFor('before-publish');
    expect(await diesOf(() => restart().bus.publish(charge(), { service: 'payment-service' }))).to.equal(
      true,
    );
    const came: string[] = [];
    await broker.connect('payment-service').consume(QUEUE, 10, () => void came.push('it'));
    await Promise.resolve();
    expect(came).to.deep.equal([]);
  });

  it('dies when it has published, and what it sent is at the broker', async () => {
    const { broker, deaths, restart } = stageFor('before-confirm');
    expect(await diesOf(() => restart().bus.publish(charge(), { service: 'payment-service' }))).to.equal(
      true,
    );
    const came: string[] = [];
    await broker.connect('payment-service').consume(QUEUE, 10, () => void came.push('it'));
    await eventually(() => expect(came).to.deep.equal(['it']));
    expect(pointsOf(deaths)).to.deep.equal(['before-confirm']);
  });

  it('dies when a message is confirmed, before that is marked', async () => {
    const { deaths, restart } = stageFor('before-mark');
    const ports = restart();
    await ports.bus.publish(charge(), { service: 'payment-service' });
    expect(await diesOf(() => ports.observer({ kind: 'published', id: 'm1', type: 'Charge' }))).to.equal(
      true,
    );
    expect(pointsOf(deaths)).to.deep.equal(['before-mark']);
  });

  it('dies when a request is committed and not answered; when a timer is done and not marked', async () => {
    const request = { ...charged, _id: 'http:charge:a:1' };
    for (const [commit, point] of [
      [request, 'before-answer'],
      [charged, 'before-mark'],
    ] as const) {
      const { deaths, restart } = stageFor(point);
      const ports = restart();
      await ports.store.insertOrdered([commit]);
      const tell = () => ports.observer({ kind: 'duplicate', id: commit._id, type: 'Charge' });
      expect(await diesOf(tell)).to.equal(true);
      expect(pointsOf(deaths)).to.deep.equal([point]);
    }
  });

  it('dies when a read model is written and its position not, and again where all of it was written before', async () => {
    const { base, deaths, restart } = stageFor('before-position', 'before-position');
    await base.store.insertOrdered([commitOf('m0', { writes: [['account-b', 1]] }), charged]);
    for (const keepsPosition of [true, false]) {
      const { store, views } = restart();
      const feed = await store.follow(undefined, async ({ upTo }) => {
        const [shown] = await views.get('accounts', ['a']);
        if (!shown) await views.put('accounts', [{ _id: 'a', version: 1 }]);
        if (keepsPosition) await views.savePosition('payments', upTo);
      });
      await feed.ended.catch(() => undefined);
    }
    expect(pointsOf(deaths)).to.deep.equal(['before-position', 'before-position']);
    expect(await base.views.get('accounts', ['a'])).to.have.length(1);
    expect(await base.views.position('payments')).to.equal(undefined);
  });

  it('dies when a read model was written before the feed brought the commit, and before its position is kept', async () => {
    const { base, deaths, restart } = stageFor('before-position');
    const { store, views } = restart();
    await store.insertOrdered([charged]);
    await views.put('accounts', [{ _id: 'a', version: 1 }]);
    const feed = await store.follow(undefined, ({ upTo }) => views.savePosition('payments', upTo));
    await feed.ended.catch(() => undefined);
    expect(pointsOf(deaths)).to.deep.equal(['before-position']);
    expect(await base.views.position('payments')).to.equal(undefined);
  });

  it('keeps a message back until it is let go, and others meanwhile not', async () => {
    const { broker, held, state, restart } = stageFor();
    state.plan = { holds: [{ type: 'Charge', subject: 'o1' }] };
    const came: string[] = [];
    for (const one of [charge(), charge({ id: 'm2', correlationId: 'o2' })])
      broker.inject(QUEUE, encode(one));
    await restart().bus.consume(QUEUE, 10, ({ decoded }) => {
      came.push(decoded.ok ? decoded.message.id : 'unreadable');
    });
    await eventually(() => expect(came).to.deep.equal(['m2']));
    expect(held).to.deep.equal(['Charge']);
    state.plan = { holds: [] };
    await eventually(() => expect(came).to.deep.equal(['m2', 'm1']));
  });

  it('does not publish a message until it may, to whom it may not be said, and others meanwhile', async () => {
    const { state, restart } = stageFor();
    const { bus } = restart();
    const came: string[] = [];
    await bus.consume(QUEUE, 10, ({ decoded }) => {
      came.push(decoded.ok ? decoded.message.id : 'unreadable');
    });
    const publish = (id: string, correlationId = 'o1') =>
      bus.publish(charge({ id, correlationId }), { service: 'payment-service' });
    state.plan = { holds: [], withheld: [{ type: 'Charge', subject: 'o1' }] };
    const withheld = publish('m1');
    await publish('m2', 'o2');
    expect(came).to.deep.equal(['m2']);
    state.plan = { holds: [], withheld: [{ type: 'Charge', subject: 'o1', to: 'payment-service' }] };
    await publish('m3', 'o3');
    expect(came).to.deep.equal(['m2', 'm3']);
    state.plan = { holds: [], withheld: [{ type: 'Charge', subject: 'o1', to: 'inventory-service' }] };
    await withheld;
    await eventually(() => expect(came).to.deep.equal(['m2', 'm3', 'm1']));
  });
});
