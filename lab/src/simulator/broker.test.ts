// The simulated broker keeps what it confirmed, and delivers it until it is acked.
import { orchestrator, startsQueue } from '@saga-lab/contracts/services';
import { commandsOf, deadLettersOf } from '@saga-lab/contracts/topology';
import { expect } from 'chai';
import { itemOf } from './broker-queue.ts';
import type { Channel } from './broker-queue.ts';
import { newBroker } from './broker.ts';
import { smallWorld } from './testing/small-world.ts';
import { transient } from './transient.ts';

const queue = commandsOf('payment-service');
const to = { service: 'payment-service' };

/** A consumer that keeps what it gets. */
const consumer = (prefetch = 10) => {
  const got: string[] = [];
  const channel: Channel = {
    prefetch,
    unacked: new Map(),
    isOpen: () => true,
    deliver: ({ what }) => got.push(what),
  };
  return { got, channel };
};

const newItem = (what: string) => itemOf(`body of ${what}`, { id: what, what });

describe('the simulated broker', () => {
  it('delivers what it confirmed to who consumes it, never more than the prefetch', async () => {
    const broker = newBroker(smallWorld());
    const { got, channel } = consumer(2);
    for (const name of ['a', 'b', 'c']) expect(await broker.publish(newItem(name), to)).to.equal('confirmed');
    broker.queue(queue).attach(channel);
    expect(got).to.deep.equal(['a', 'b']);
    channel.unacked.delete(1);
    broker.queue(queue).pump();
    expect(got).to.deep.equal(['a', 'b', 'c']);
  });

  it('keeps back what crosses a split of the network, and nothing else, until the network is whole', async () => {
    const broker = newBroker(smallWorld());
    const { got, channel } = consumer();
    broker.queue(queue).attach(channel);
    const itemFrom = (from: string) => itemOf(from, { what: from, from });
    broker.split(['saga-orchestrator', 'order-service']);
    for (const from of ['saga-orchestrator', 'inventory-service'])
      expect(await broker.publish(itemFrom(from), to)).to.equal('confirmed');
    expect(got).to.deep.equal(['inventory-service']);
    channel.unacked.clear();
    expect(broker.isEmpty()).to.equal(false);
    broker.join();
    expect(got).to.deep.equal(['inventory-service', 'saga-orchestrator']);
  });

  it('delivers again to others what was not acked when a consumer goes', async () => {
    const broker = newBroker(smallWorld());
    const [first, second] = [consumer(), consumer()];
    broker.queue(queue).attach(first.channel);
    await broker.publish(newItem('a'), to);
    broker.queue(queue).attach(second.channel);
    broker.queue(queue).detach(first.channel);
    expect([first.got, second.got]).to.deep.equal([['a'], ['a']]);
    expect(broker.isEmpty()).to.equal(false);
  });

  it('returns what no queue wants, refuses what a full one cannot take, and hears nothing while it is down', async () => {
    const broker = newBroker(smallWorld());
    broker.unbind(queue);
    expect(await broker.publish(newItem('a'), to)).to.equal('returned');
    broker.bind(queue);
    broker.fill(queue);
    expect(await broker.publish(newItem('a'), to)).to.equal('nacked');
    broker.empty(queue);
    broker.goDown();
    expect(await broker.publish(newItem('a'), to)).to.equal(undefined);
    broker.comeUp();
    expect(await broker.publish(newItem('a'), to)).to.equal('confirmed');
  });

  it('takes what was sent during an alarm once that is over', async () => {
    const broker = newBroker(smallWorld());
    broker.raiseAlarm();
    const result = broker.publish(newItem('a'), to);
    expect(broker.isEmpty()).to.equal(false);
    expect(broker.queue(queue).isEmpty()).to.equal(true);
    broker.endAlarm();
    expect(await result).to.equal('confirmed');
  });

  it('says which dead letters must come of what it does', async () => {
    const broker = newBroker(smallWorld());
    const { channel } = consumer();
    broker.queue(queue).attach(channel);
    await broker.publish(newItem('a'), to);
    broker.giveUp(channel, queue, 1);
    broker.poison(startsQueue, 'no JSON', 'not JSON');
    expect(broker.expectedLetters()).to.deep.equal(['the broker gave it up', 'not JSON']);
    const dead = consumer();
    broker.queue(deadLettersOf(queue)).attach(dead.channel);
    expect(dead.got).to.deep.equal(['a']);
  });

  it('sends an event to whoever subscribed to it', async () => {
    const broker = newBroker(smallWorld());
    const { got, channel } = consumer();
    broker.queue(startsQueue).attach(channel);
    const [topic = ''] = Object.keys(orchestrator.starts);
    await broker.publish(newItem('a'), { topic });
    expect(got).to.deep.equal(['a']);
  });

  it('keeps what it confirmed when it restarts, but not what was to be kept in memory only', async () => {
    const broker = newBroker(smallWorld());
    await broker.publish(newItem('kept'), to);
    await broker.publish(newItem('in memory'), transient(to));
    broker.goDown();
    broker.comeUp();
    const { got, channel } = consumer();
    broker.queue(queue).attach(channel);
    expect(got).to.deep.equal(['kept']);
  });

  it('says which messages it lost', async () => {
    const broker = newBroker(smallWorld());
    const { channel } = consumer();
    broker.queue(queue).attach(channel);
    for (const name of ['a', 'b']) await broker.publish(newItem(name), to);
    broker.lose(channel, 1);
    expect(broker.lost).to.deep.equal(['a']);
    expect([...channel.unacked.values()].map(({ id }) => id)).to.deep.equal(['b']);
  });
});
