// What the contract tests of a bus stand on: queues of their own, messages, and consumers that note what they get.
import { expect } from 'chai';
import type { Message } from '../decider/message.ts';
import { eventually } from '../time/eventually.ts';
import type { Bus, Consumption, Delivery, PublishResult } from './bus.ts';

export interface BusHarness {
  /** Empty queues, used by nobody else: `commands` of `service`; `left` and `right` both take events of type `topic`. */
  readonly service: string;
  readonly topic: string;
  readonly commands: string;
  readonly left: string;
  readonly right: string;
  readonly connect: () => Promise<Bus>;
  /** Puts bytes into a queue, past any bus. */
  readonly inject: (queue: string, body: Uint8Array) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const message = (n: number, change: Partial<Message> = {}): Message => ({
  type: 'ReserveStock',
  data: { orderId: 'o-1', lines: [{ sku: 'lamp', quantity: n }] },
  id: `o-1.${String(n).padStart(16, '0')}`,
  source: '/saga-orchestrator',
  time: '2024-05-01T10:00:00.000Z',
  correlationId: 'o-1',
  causationId: 'o-1.0000000000000000',
  lamport: n,
  schemaVersion: 1,
  ...change,
});

export const upTo = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => message(index + 1));

export const idOf = ({ decoded }: Delivery): string => (decoded.ok ? decoded.message.id : decoded.reason);
export const ids = (deliveries: readonly Delivery[]): string[] => deliveries.map(idOf).sort();

/** Long enough for what must not come to come, if it were to. */
export const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

export interface Noted {
  readonly got: Delivery[];
  /** Waits until exactly so many deliveries have come. */
  readonly receive: (count: number) => Promise<void>;
  readonly consumption: Consumption;
}

export const consumeOn = async (bus: Bus, queue: string, prefetch: number): Promise<Noted> => {
  const got: Delivery[] = [];
  const consumption = await bus.consume(queue, prefetch, (delivery) => got.push(delivery));
  const receive = (count: number) =>
    eventually(() => {
      expect(got).to.have.lengthOf(count);
    });
  return { got, receive, consumption };
};

/** Publishes `upTo(count)` to the harness's service. */
export const sendOn = (bus: Bus, { service }: BusHarness, count: number): Promise<PublishResult[]> =>
  Promise.all(upTo(count).map((each) => bus.publish(each, { service })));
