// What a planted bug does to a port, where no run of the simulator is needed to see it.
import { expect } from 'chai';
import { nothing } from '@saga-lab/platform/decider/decider';
import type { ComponentDefinition, ComponentPorts } from '@saga-lab/platform/service/component';
import { defaultSettings } from '@saga-lab/platform/service/component';
import { webIds } from '@saga-lab/platform/service/web-ids';
import type { Commit } from '@saga-lab/platform/store/commit';
import { commitOf } from '@saga-lab/platform/store/fixtures';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import { message } from '@saga-lab/platform/testing/given';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import { bindings } from '@saga-lab/protocols/topology';
import type { Twin } from '../simulator/simulation.ts';
import { nackIgnored, notMandatory } from './bus.ts';
import { noInbox, noVersionCheck, oldDecisionWritten, unorderedInsert } from './inserts.ts';
import { markedAtCommit, timersInMemory } from './outbox.ts';

const definition: ComponentDefinition<unknown, never, never> = {
  name: 'saga-orchestrator',
  settings: defaultSettings,
  handlers: {
    decider: { streams: () => [], decide: () => nothing, evolve: (state) => state, wants: () => false },
    schemas: {},
  },
  queues: [],
  projections: [],
};

const newPorts = (): ComponentPorts => ({
  store: memoryStore({ now: () => 1_000 }),
  deadLetters: memoryDeadLetters(),
  views: memoryViews(),
  bus: memoryBroker({ subscriptions: bindings }).connect('saga-orchestrator'),
  clock: systemClock,
  ids: webIds,
  observer: () => undefined,
});

const changed = ({ change }: Twin, ports: ComponentPorts): ComponentPorts =>
  change({ definition, ports }).ports;

const versionsIn = async ({ store }: ComponentPorts): Promise<readonly number[]> =>
  (await store.load('tally-a', 0)).events.map(({ version }) => version);

const written = (id: string, version: number): Commit => commitOf(id, { writes: [['tally-a', version]] });

/** Of another instance, written first. */
const meanwhile = async ({ store }: ComponentPorts): Promise<void> => {
  await store.insertOrdered([written('other', 1)]);
};

describe('A port with a bug in it', () => {
  it('takes a message in a second time, without an inbox', async () => {
    const ports = newPorts();
    const { store } = changed(noInbox, ports);
    for (const version of [1, 2]) await store.insertOrdered([written('m1', version)]);
    expect(await store.find(['m1'])).to.deep.equal([]);
    expect(await versionsIn(ports)).to.deep.equal([1, 2]);
  });

  it('writes a stale decision at the next version', async () => {
    const ports = newPorts();
    await meanwhile(ports);
    const { store } = changed(oldDecisionWritten, ports);
    expect(await store.insertOrdered([written('m1', 1)])).to.deep.equal({ status: 'inserted' });
    expect(await versionsIn(ports)).to.deep.equal([1, 2]);
  });

  it('writes a version twice, without the version check', async () => {
    const ports = newPorts();
    const { store } = changed(noVersionCheck, ports);
    for (const id of ['m1', 'm2']) await store.insertOrdered([written(id, 1)]);
    expect(await versionsIn(ports)).to.deep.equal([1, 1]);
  });

  it('inserts what is behind a refused document', async () => {
    const ports = newPorts();
    await meanwhile(ports);
    const { store } = changed(unorderedInsert, ports);
    const result = await store.insertOrdered([written('m1', 1), written('m2', 2)]);
    expect(result).to.include({ status: 'failed', at: 0 });
    expect(await versionsIn(ports)).to.deep.equal([1, 2]);
  });

  const withTimer: Commit = {
    ...commitOf('m1'),
    outbox: [
      { id: 'x', type: 'Said', data: {}, to: 'payment-service' },
      { id: 'y', type: 'Later', data: {}, to: 'saga-orchestrator', notBefore: 500 },
    ],
    pendingAt: 500,
  };

  it('marks messages as sent at the commit, and not the timers', async () => {
    const ports = newPorts();
    await changed(markedAtCommit, ports).store.insertOrdered([withTimer]);
    const [commit] = await ports.store.find(['m1']);
    expect(commit).to.deep.include({ sent: [0], pendingAt: 500 });
  });

  it('knows the timers of its own life only', async () => {
    const ports = newPorts();
    const { store } = changed(timersInMemory, ports);
    await store.insertOrdered([withTimer]);
    expect((await store.claimDue(10, 0))[0]?.sent).to.deep.equal([]);
    expect((await changed(timersInMemory, ports).store.claimDue(10, 0))[0]?.sent).to.deep.equal([1]);
  });

  it('takes a return or a nack for a confirm', async () => {
    const to = { topic: 'NobodyWantsIt' };
    const said = message({ type: 'NobodyWantsIt', data: {} });
    const results = [undefined, notMandatory, nackIgnored].map((twin) => {
      const ports = newPorts();
      return (twin ? changed(twin, ports) : ports).bus.publish(said, to);
    });
    expect(await Promise.all(results)).to.deep.equal(['returned', 'confirmed', 'returned']);
  });
});
