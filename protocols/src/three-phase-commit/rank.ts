// Who comes first when a coordinator is dead, and who is left.
import { coordinatorName, participantNames, peersOf } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Leader } from './messages.ts';
import type { Open } from './state.ts';

export const unsuspected = (self: Party, dead: readonly Leader[]): readonly Party[] =>
  peersOf(self).filter((name) => !dead.includes(name));

/** In the order of their rank, each once. */
export const withDead = (dead: readonly Leader[], more: readonly Leader[]): readonly Leader[] =>
  ranked.filter((name) => dead.includes(name) || more.includes(name));

const ranked: readonly Leader[] = [coordinatorName, ...participantNames];
export const rankOf = (name: Leader): number => ranked.indexOf(name);

/** Those of whom it still waits to hear something. */
export const silent = (self: Party, state: Open): readonly Leader[] => {
  switch (state.status) {
    case 'PREPARED':
      return [coordinatorName];
    case 'PRECOMMITTED':
      return [state.leader];
    case 'TERMINATING':
      return unsuspected(self, state.dead).filter((name) => state.heard.every(({ by }) => by !== name));
    case 'LEADING':
      return unsuspected(self, state.dead).filter((name) => !state.acked.includes(name));
  }
};
