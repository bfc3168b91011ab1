// When choreography's timers are due.
import { tryAgainAt } from '@saga-lab/platform/decider/back-off';
import type { Stamp } from '@saga-lab/platform/decider/message';
import type { Timing } from '../protocol.ts';

/** Instants, in milliseconds as `receivedAt`. An order that has not heard of its payment by then is rejected. */
export const giveUpAt = ({ giveUpAfterMs }: Timing, { receivedAt }: Stamp): number =>
  receivedAt + giveUpAfterMs;

/** When one who holds something asks how the order ended: nobody needs to, unless an event got lost. */
export const askAgainAt = ({ askAfterMs, repeatMostMs }: Timing, round: number, stamp: Stamp): number =>
  tryAgainAt(round, { first: askAfterMs, most: Math.max(askAfterMs, repeatMostMs) }, stamp);
