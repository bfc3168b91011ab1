// Points of which the runtime itself tells: a request or a timer is committed, a message is confirmed.
import type { Observer } from '@saga-lab/platform/runtime/ports';
import type { KnownMessages } from './known-messages.ts';
import type { Trap } from './trap.ts';

/** Ids of requests begin so. */
const REQUEST = 'http:';

export const trappedObserver =
  (trap: Trap, known: KnownMessages): Observer =>
  (seen) => {
    switch (seen.kind) {
      case 'committed':
      case 'duplicate': {
        const message = known.get(seen.id);
        known.settled(seen.id);
        if (message) trap.pass(seen.id.startsWith(REQUEST) ? 'before-answer' : 'before-mark', message);
        return;
      }
      case 'published': {
        const message = known.get(seen.id);
        if (message) trap.pass('before-mark', message);
        return;
      }
      default:
    }
  };
