// What the parallel world has sent, and when it comes: as in the record, at once, or, of a timer, when it is due.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import { messageOf } from '@saga-lab/platform/runtime/relay';
import type { Commit } from '@saga-lab/platform/store/commit';
import { keyOf, takersOf } from './record.ts';
import type { TheRecord } from './record.ts';

export interface Sent {
  readonly service: ServiceName;
  readonly message: Message;
}

/** `notBefore`: milliseconds since the epoch. */
export interface Armed extends Sent {
  readonly notBefore: number;
}

export interface Mail {
  readonly send: (from: ServiceName, commit: Commit) => void;
  /** What waited for its recorded moment, which is now; it comes once. */
  readonly expected: (service: ServiceName, id: string) => Message | undefined;
  /** What only this world sent, in the order in which it was sent; each comes once. */
  readonly next: () => Sent | undefined;
  /** The first timer that only this world armed and that is due by then; each comes once. */
  readonly nextDue: (by: number) => Armed | undefined;
  /** Timers that only this world armed, and that have not come yet. */
  readonly armed: () => readonly Armed[];
}

/**
 * What the record handled as well comes at its recorded moment. What it sent as well and never handled has the same fate: it
 * was answered before, had no effect, or had not come yet.
 */
export const parallelMail = (record: TheRecord): Mail => {
  const waiting = new Map<string, Message>();
  const fresh: Sent[] = [];
  const timers: Armed[] = [];

  const post = (service: ServiceName, message: Message, notBefore: number | undefined): void => {
    if (record.handled(service, message.id)) waiting.set(keyOf(service, message.id), message);
    else if (record.wasSent(service, message.id)) return;
    else if (notBefore === undefined) fresh.push({ service, message });
    else arm({ service, message, notBefore });
  };

  const arm = (timer: Armed): void => {
    const behind = timers.findIndex(({ notBefore }) => notBefore > timer.notBefore);
    timers.splice(behind === -1 ? timers.length : behind, 0, timer);
  };

  return {
    send: (from, commit) => {
      for (const entry of commit.outbox)
        for (const to of takersOf(from, entry)) post(to, messageOf(from, commit, entry), entry.notBefore);
    },
    expected: (service, id) => {
      const key = keyOf(service, id);
      const message = waiting.get(key);
      waiting.delete(key);
      return message;
    },
    next: () => fresh.shift(),
    nextDue: (by) => {
      const [first] = timers;
      return first && first.notBefore <= by ? timers.shift() : undefined;
    },
    armed: () => timers,
  };
};
