// The port to the message broker.
import type { Destination } from '@saga-lab/contracts/topology';
import type { Message } from '../decider/message.ts';

export type { Destination };

/**
 * - `confirmed`: the broker has it, in at least one queue, durably.
 * - `returned`: no queue wanted it (checked before any confirm counts). `nacked`: the broker refused it, e.g. queue full.
 * - `silence`: no answer in time, or the channel closed first; it may or may not have arrived.
 */
export type PublishResult = 'confirmed' | 'returned' | 'nacked' | 'silence';

/** As JSON. No service sends more, and none reads more. */
export const MOST_MESSAGE_BYTES = 256 * 1024;

/** So much is kept of what is larger: enough to see what it was. */
export const BEGINNING_BYTES = 16 * 1024;

/** A message as it came in: read from its bytes, or the reason why that failed. */
export type Decoded =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly reason: string };

export interface Delivery {
  readonly queue: string;
  /** All of them, exactly as received, for dead letters. */
  readonly bytes: Uint8Array;
  readonly decoded: Decoded;
  /** Number of the channel that delivered it; an ack counts only on that one. */
  readonly epoch: number;
  /** Quiet on a channel that is gone: then the broker delivers again. */
  ack(): void;
}

export interface Consumption {
  /** No further deliveries; what is delivered already may still be acked. Idempotent. */
  pause(): Promise<void>;
  /** Hands everything unacked back to the broker; for long pauses. */
  release(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * - `open`: what is published now gets to the broker.
 * - `blocked`: the broker is there and takes nothing: an alarm of its memory or its disk.
 * - `away`: there is no connection to it.
 */
export type Publishing = 'open' | 'blocked' | 'away';

export interface Bus {
  publish(message: Message, destination: Destination): Promise<PublishResult>;
  /** Starts delivering; survives lost channels and connections until `close`. `prefetch`: most unacked deliveries. */
  consume(queue: string, prefetch: number, onDelivery: (delivery: Delivery) => void): Promise<Consumption>;
  /**
   * Whether it can publish and every consumer that is not paused is registered. `detail` may quote the broker;
   * `queue` is for everybody, and there if the broker answers and only a queue keeps it from consuming.
   */
  ready(): { readonly ok: boolean; readonly detail: string; readonly queue?: string | undefined };
  publishing(): Publishing;
  close(): Promise<void>;
}

/** A consumer of a queue consumes its dead letters too; the queues are made from broker definitions, never by a service. */
export { deadLettersOf } from '@saga-lab/contracts/topology';
