// What the explorer must know of protocols: which messages cannot matter any more, and whom a timer takes for dead.
import type { Message } from '@saga-lab/platform/decider/message';
import { coordinatorName, Party, participantNames } from '@saga-lab/protocols/parties';
import { isOpen } from '@saga-lab/protocols/three-phase-commit/state';
import type { State } from '@saga-lab/protocols/three-phase-commit/state';
import { silent } from '@saga-lab/protocols/three-phase-commit/rank';
import type { System } from '../system/roles.ts';

interface WithStatus {
  readonly status: string;
}

const statusOf = (state: unknown): string | undefined => (state as WithStatus | undefined)?.status;

/** Whoever is there answers everything in the same way for ever. */
const last: readonly unknown[] = ['COMMITTED', 'ABORTED', 'DAMAGED'];

/** Who has done it matters only for whom the coordinator tells it once more; that changes nothing for those. */
export const isDone = ({ type }: Pick<Message, 'type'>): boolean => type.endsWith('.Done');

export const isAlone: System<unknown>['isAlone'] = (message, state) =>
  isDone(message) || last.includes(statusOf(state));

/** A participant waits for the coordinator, and then for its peers; the coordinator for acknowledgements. */
export const suspects = ({ type, source }: Message, state: unknown): readonly string[] => {
  if (type === '3pc.AckBy') return unacked(state as { readonly acked: readonly string[] });
  return type === '3pc.Patience' ? awaited(Party.parse(source.slice(1)), state as State) : [];
};

const unacked = ({ acked }: { readonly acked: readonly string[] }): readonly string[] =>
  participantNames.filter((name) => !acked.includes(name));

/** Once all have answered it waits for nobody in particular: time alone makes it ask again. */
const awaited = (self: Party, state: State): readonly string[] => (isOpen(state) ? silent(self, state) : []);

/** Of all but three-phase commit: time does no more than make somebody ask, or give up what nobody has decided. */
export const nobody = (): readonly string[] => [];

export const everybody = [coordinatorName, ...participantNames];
