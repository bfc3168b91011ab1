// What is read of a system from outside, before anybody judges it.
import type { Facts } from '../checker/facts.ts';
import type { Ids } from '../rebuild/read-models.ts';

/** Accounts and stock that do not exist are left out; each order of `ids` is there, shown or not. */
export interface Reading extends Omit<Facts, 'rebuilt' | 'rebuiltScreens' | 'decidedAgain'> {
  /** What was asked about. */
  readonly ids: Ids;
}
