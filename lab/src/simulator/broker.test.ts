import { expect } from 'chai';
import { commandsOf } from '@saga-lab/contracts/topology';
import { itemOf } from './broker-queue.ts';
import type { Channel } from './broker-queue.ts';
import { newBroker } from './broker.ts';
import { transient } from './transient.ts';
import { weightsOf } from './plan.ts';
import { chooser } from './choices.ts';
import { newWorld } from './world.ts';

const service = 'payment-service';
const queue = commandsOf(service);

const consuming = () => {
  const broker = newBroker(newWorld({ chooser: chooser(1), weights: weightsOf(1), trace: false }));
  const got: string[] = [];
  const channel: Channel = {
    prefetch: 10,
    unacked: new Map(),
    isOpen: () => !broker.isDown(),
    deliver: ({ id = '' }) => void got.push(id),
  };
  const attach = () => {
    broker.queue(queue).attach(channel);
  };
  return { broker, channel, got, attach };
};

const item = (id: string) => itemOf('{}', { what: id, id });

describe('the simulated broker', () => {
  it('keeps what it confirmed when it restarts, but not what was to be kept in memory only', async () => {
    const { broker, got, attach } = consuming();
    await broker.publish(item('kept'), { service });
    await broker.publish(item('in memory'), transient({ service }));
    broker.goDown();
    broker.comeUp();
    attach();
    expect(got).to.deep.equal(['kept']);
  });

  it('says which messages it lost', async () => {
    const { broker, channel, attach } = consuming();
    attach();
    for (const id of ['m1', 'm2']) await broker.publish(item(id), { service });
    broker.lose(channel, [...channel.unacked.keys()][0] ?? 0);
    expect(broker.lost).to.deep.equal(['m1']);
    expect([...channel.unacked.values()].map(({ id }) => id)).to.deep.equal(['m2']);
  });
});
