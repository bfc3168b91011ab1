// What the runtime needs besides store and bus, so that it runs the same on a server, in a simulator and in a browser.
import type { Attributes } from '../decider/message.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls `wake` once at or after `instant`; the returned function takes that back. */
  readonly wakeAt: (instant: number, wake: () => void) => () => void;
}

export interface Ids {
  /** 16 hex digits, the same for the same parts; collision-free for practical purposes. */
  readonly hash: (...parts: readonly string[]) => string;
  /** SHA-256 of bytes, or of a text's UTF-8, 64 hex digits. */
  readonly digest: (content: string | Uint8Array) => string;
  /** A new token that nobody else has. */
  readonly unique: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What the runtime tells about itself; logs, metrics and the simulator's crash points hang on this. */
export type Observation =
  | { readonly kind: 'received'; readonly id: string; readonly type: string; readonly queue: string }
  | { readonly kind: 'duplicate'; readonly id: string; readonly type: string }
  | { readonly kind: 'inserting'; readonly ids: readonly string[] }
  | {
      readonly kind: 'committed';
      readonly id: string;
      readonly type: string;
      /** Of the message, and of each that it made the service send. */
      readonly attributes: Attributes;
      readonly sent: readonly Attributes[];
      readonly causationId: string;
      /** Milliseconds, by the clock of the service's database. */
      readonly at: number;
      /** When the sender of the message committed it, ISO 8601. */
      readonly sentAt: string;
      readonly events: readonly {
        readonly stream: string;
        readonly version: number;
        readonly type: string;
        readonly data: unknown;
      }[];
    }
  | { readonly kind: 'conflict'; readonly id: string; readonly streams: readonly string[] }
  /** Because of so many conflicts with another instance, nothing is taken from the broker for so long. */
  | { readonly kind: 'stepped-aside'; readonly conflicts: number; readonly ms: number }
  | { readonly kind: 'unknown-outcome'; readonly ids: readonly string[]; readonly error: string }
  | { readonly kind: 'publishing' | 'published'; readonly id: string; readonly type: string }
  | {
      readonly kind: 'unsent';
      readonly id: string;
      readonly type: string;
      readonly result: 'returned' | 'nacked' | 'silence';
    }
  | { readonly kind: 'acking'; readonly id: string }
  | { readonly kind: 'timers-dropped'; readonly count: number }
  | { readonly kind: 'swept'; readonly commits: number }
  | {
      readonly kind: 'dead-letter';
      /** Of the message; of what cannot be read that of its dead letter. */
      readonly id: string;
      /** The id of its dead letter, where it is kept as one. */
      readonly letter?: string;
      readonly queue: string;
      readonly reason: string;
      /** Copies that were kept as one. */
      readonly count: number;
    }
  /** A read model shows events that it did not show before: how old each was then, ms, from its commit by the clock of the database. */
  | { readonly kind: 'projected'; readonly view: string; readonly lags: readonly number[] }
  /** The start cannot go on yet, and tries again. */
  | { readonly kind: 'waiting'; readonly detail: string }
  | { readonly kind: 'paused' | 'resumed'; readonly part: 'store'; readonly detail: string }
  /** Read models whose position was lost are filled again from the first commit, beside what readers see; it is done. */
  | { readonly kind: 'refilling' | 'refilled'; readonly feed: string }
  | { readonly kind: 'feed-ended'; readonly feed: string; readonly error: string };

export type Observer = (observation: Observation) => void;
