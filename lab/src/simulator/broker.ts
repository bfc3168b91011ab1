// The simulated broker: it keeps what it confirmed, delivers it at least once, and has bad hours.
import { deadLettersOf, queues as queueNames, routeOf } from '@saga-lab/contracts/topology';
import { bindings } from '@saga-lab/protocols/topology';
import type { Destination, PublishResult } from '@saga-lab/platform/bus/bus';
import { brokerQueue, itemOf } from './broker-queue.ts';
import type { BrokerQueue, Channel, Item } from './broker-queue.ts';
import { isTransient } from './transient.ts';
import type { World } from './world.ts';

export type Broker = ReturnType<typeof newBroker>;

/** Part of the reason of the dead letter that a message becomes which the broker gave up. */
const GIVEN_UP = 'the broker gave it up';

export const newBroker = (world: World) => {
  const names = queueNames.flatMap((name) => [name, deadLettersOf(name)]);
  const queues = new Map(names.map((name) => [name, brokerQueue(name)]));
  const breakers = new Set<() => void>();
  const unbound = new Set<string>();
  const full = new Set<string>();
  /** By queue and bytes: a part of the reason of the dead letter that must come of it. */
  const expectedLetters = new Map<string, string>();
  /** Ids of messages that it lost although it had confirmed them. */
  const lost: string[] = [];
  /** Those that it keeps in memory only. */
  const transients = new WeakSet<Item>();
  /** All that ever came into a queue, by a route that a service took. */
  const everything: { readonly queue: string; readonly item: Item }[] = [];
  const held: (() => void)[] = [];
  /** Confirmed, and not in its queue as long as the network is split. */
  const underWay: { readonly queue: string; readonly item: Item }[] = [];
  let oneSide: readonly string[] = [];
  let isDown = false;
  let isAlarmed = false;

  const queue = (name: string): BrokerQueue => {
    const found = queues.get(name);
    if (!found) throw new Error(`the simulated broker has no queue ${name}`);
    return found;
  };

  const put = (item: Item, destination: Destination): PublishResult => {
    const { exchange, key } = routeOf(destination);
    const meant = bindings.filter((each) => each.exchange === exchange && each.key === key);
    const reached = meant.filter((each) => !unbound.has(each.queue));
    if (reached.length === 0) return 'returned';
    if (reached.some((each) => full.has(each.queue))) return 'nacked';
    // It is returned only if it reaches no queue: where it is for several, nobody hears that one of them was not bound.
    if (reached.length < meant.length && item.id !== undefined) lost.push(item.id);
    for (const each of reached) {
      everything.push({ queue: each.queue, item });
      if (isApart(item, each.queue)) underWay.push({ queue: each.queue, item });
      else queue(each.queue).add(item);
    }
    return 'confirmed';
  };

  /** Whether the network is split between whoever sent it and the owner of the queue. */
  const isApart = ({ from }: Item, to: string): boolean =>
    oneSide.length > 0 && oneSide.includes(from ?? '') !== oneSide.some((name) => to.startsWith(`${name}.`));

  /** Ends every channel, and with it what was unacked on it. */
  const breakAll = (): void => {
    for (const breakChannel of breakers) breakChannel();
  };
  const pumpAll = (): void => {
    for (const each of queues.values()) each.pump();
  };

  return {
    queue,
    isDown: () => isDown,
    isAlarmed: () => isAlarmed,
    isEmpty: () =>
      held.length === 0 && underWay.length === 0 && [...queues.values()].every((each) => each.isEmpty()),
    /** Called for each channel of each consumer; what it returns takes that back. */
    onBreak: (breakChannel: () => void): (() => void) => {
      breakers.add(breakChannel);
      return () => void breakers.delete(breakChannel);
    },
    /** Puts a message where it belongs; under an alarm once that is over. `undefined`: the connection is gone. */
    publish: (item: Item, destination: Destination): Promise<PublishResult | undefined> => {
      if (isDown) return Promise.resolve(undefined);
      if (isTransient(destination)) transients.add(item);
      if (!isAlarmed) return Promise.resolve(put(item, destination));
      return new Promise((resolve) => {
        held.push(() => {
          resolve(isDown ? undefined : put(item, destination));
        });
      });
    },
    /** Bytes that no service sent. */
    poison: (name: string, body: string, reason: string): void => {
      expectedLetters.set(`${name} ${body}`, reason);
      queue(name).add(itemOf(body, { what: 'poison' }));
    },
    /** Gives up a message that it has delivered too often; poison is not given time for that. */
    giveUp: (channel: Channel, name: string, tag: number): void => {
      const item = channel.unacked.get(tag);
      if (item?.id === undefined) return;
      channel.unacked.delete(tag);
      expectedLetters.set(`${deadLettersOf(name)} ${item.body}`, GIVEN_UP);
      queue(deadLettersOf(name)).add(item);
    },
    /** Loses a message for good, as a broker does whose data are lost. */
    lose: (channel: Channel, tag: number): void => {
      const item = channel.unacked.get(tag);
      if (item?.id !== undefined) lost.push(item.id);
      channel.unacked.delete(tag);
    },
    lost: lost as readonly string[],
    expectedLetters: (): readonly string[] => [...expectedLetters.values()],
    /** Brings one of all that it ever had once more; which one: a number in [0, 1). */
    bringBack: (which: number): string | undefined => {
      const found = everything[Math.floor(which * everything.length)];
      if (found) queue(found.queue).add({ ...found.item });
      return found?.item.what;
    },
    unbind: (name: string) => void unbound.add(name),
    bind: (name: string) => void unbound.delete(name),
    fill: (name: string) => void full.add(name),
    empty: (name: string) => void full.delete(name),
    goDown: (): void => {
      isDown = true;
      // whoever waited for the end of the alarm hears that the connection is gone
      for (const release of held.splice(0)) release();
      breakAll();
      for (const each of queues.values()) each.drop((item) => transients.has(item));
    },
    comeUp: (): void => {
      isDown = false;
      pumpAll();
    },
    raiseAlarm: (): void => {
      isAlarmed = true;
    },
    endAlarm: (): void => {
      isAlarmed = false;
      for (const release of held.splice(0)) release();
    },
    /** These services and all others do not hear each other until the network is whole again; nothing gets lost. */
    split: (services: readonly string[]): void => {
      oneSide = services;
    },
    join: (): void => {
      oneSide = [];
      for (const { queue: name, item } of underWay.splice(0)) queue(name).add(item);
    },
    /** Everything is well again; connections are made anew. */
    heal: (): void => {
      isDown = false;
      isAlarmed = false;
      unbound.clear();
      full.clear();
      for (const release of held.splice(0)) release();
      breakAll();
      pumpAll();
      world.note('the broker is well again');
    },
  };
};
