// Why a command is refused that is decided on the history of a thing: the same reasons for whatever is restored or corrected.
import { refuse } from './decider.ts';
import type { Decision } from './decider.ts';
import type { Hold } from './restoration.ts';
import { validFromLater } from './valid-time.ts';
import type { Correction, OwnFact } from './valid-time.ts';

/** The history was read up to a version that is not the last one any more. `thing`: `the stock of lamp`. */
export const changedMeanwhile = (thing: string): Decision<never> =>
  refuse('CHANGED_MEANWHILE', `${thing} changed just now: send the request again`);

interface Asked {
  readonly corrects: Correction | OwnFact;
  readonly isSoAlready: boolean;
}

/** Nothing where the correction can be recorded, as far as all things are alike. */
export const uncorrectable = (
  thing: string,
  { corrects, isSoAlready }: Asked,
  receivedAt: number,
): Decision<never> | undefined => {
  if (validFromLater(corrects, receivedAt))
    return refuse(
      'IN_THE_FUTURE',
      `this would be so only later: what is to be so of ${thing} from then on can be said then`,
    );
  if (isSoAlready)
    return refuse(
      'NOTHING_TO_CORRECT',
      `the history of ${thing} says so already: there is nothing to correct`,
    );
  return undefined;
};

/** Of those who stand in the way so many are listed; and so many in the sentence for people. */
export const MOST_LISTED = 100;
const MOST_TOLD = 10;

/** What stands in the way, as a message carries it: the first ones. `holders`: how many there are, where these are not all. */
export interface Held<H> {
  readonly held: readonly H[];
  readonly holders?: number;
}

export const firstOf = <H>(all: readonly H[]): Held<H> => ({
  held: all.slice(0, MOST_LISTED),
  ...(all.length > MOST_LISTED && { holders: all.length }),
});

/** `what`: `what was available of lamp at version 3`; `then`: what to do. */
export const heldBySagas = (
  what: string,
  { held, holders = held.length }: Held<Hold>,
  then: string,
): Decision<never> => {
  const told = held.slice(0, MOST_TOLD).map(({ orderId, amount }) => `order ${orderId} holds ${amount}`);
  const more = holders - told.length;
  const others = more > 0 ? `, and ${more.toLocaleString('en-US')} more hold some` : '';
  return refuse('HELD_BY_SAGAS', `Of ${what}, ${told.join(', ')}${others}: ${then}`, {
    held: { total: holders, orders: held.slice(0, MOST_LISTED) },
  });
};
