// What is known of one order, or of some, that were placed under one protocol and one condition, wherever that was.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { CommitsByService } from '../client/documents.ts';
import type { Blow } from './conditions.ts';

/** The broker has confirmed all that it says to others; timers are no messages. */
export const isAllSent = ({ outbox, sent }: Pick<Commit, 'outbox' | 'sent'>): boolean =>
  outbox.every(({ notBefore }, n) => notBefore !== undefined || sent.includes(n));

/** Everything up to a moment. */
export interface Sight {
  readonly commits: CommitsByService;
  /** Milliseconds, by the clocks of the databases. */
  readonly at: number;
}

/** When somebody was not there, or not to be heard; left out: to the end. */
export interface Absence extends Pick<Blow, 'does' | 'who'> {
  readonly from: number;
  readonly to?: number;
}

export interface Run {
  /** Those that count. */
  readonly orders: readonly string[];
  /** The order of another customer. */
  readonly second?: string;
  readonly absence?: Absence;
  /** Once nothing moves any more, or at the end of all patience. */
  readonly atEnd: Sight;
  /** Where somebody stays dead: the last moment of that. What comes after is what its return brings. */
  readonly beforeReturn?: Sight;
}

export const isMissing = ({ does, who }: Absence, name: ServiceName): boolean =>
  does !== 'split' && who.includes(name);
