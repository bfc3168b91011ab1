// Whether whatever the real roles do, an abstract model could have done as well: each of their steps, as the model sees it, must be
// nothing to it, or a few of its own steps. Source: L. Lamport, Specifying Systems, 2002, section 10.8 (refinement mappings).
import { streamOf } from '@saga-lab/platform/decider/streams';
import { coordinatorName, participantNames } from '@saga-lab/protocols/parties';
import type { SystemWorld } from '../system/system-world.ts';
import type { TwoPhase } from '../testing/two-phase-commit.ts';
import type { World } from '../world.ts';

/** A step of the real roles that no steps of the model lead along. */
export interface Deviation {
  readonly step: string;
  readonly from: string;
  readonly to: string;
}

export interface Refinement {
  /** Different pairs of the model's states between which the real roles have gone. */
  readonly pairs: number;
  readonly deviation?: Deviation;
}

/** How many of the model's steps one of the real ones may be: counting the last vote is deciding as well. */
const MOST_STEPS = 3;

/** Every step of every state of `world`, seen as steps of `model` by `project`. */
export const refinement = <S>(
  world: SystemWorld,
  model: Pick<World<S>, 'key' | 'steps'>,
  project: (look: ReturnType<SystemWorld['look']>) => S,
): Refinement => {
  const known = new Set(world.initial);
  const pairs = new Set<string>();
  const open = [...world.initial];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const from = project(world.look(state));
    for (const { next, tell } of world.steps(state)) {
      const to = project(world.look(next));
      const pair = `${model.key(from)} ${model.key(to)}`;
      if (!pairs.has(pair) && !leadsTo(model, from, model.key(to)))
        return { pairs: pairs.size, deviation: { step: tell(), from: model.key(from), to: model.key(to) } };
      pairs.add(pair);
      if (known.has(next)) continue;
      known.add(next);
      open.push(next);
    }
  }
  return { pairs: pairs.size };
};

const leadsTo = <S>({ key, steps }: Pick<World<S>, 'key' | 'steps'>, from: S, to: string): boolean => {
  let level = [from];
  for (let n = 0; n <= MOST_STEPS; n += 1) {
    if (level.some((state) => key(state) === to)) return true;
    level = level.flatMap((state) => steps(state).map(({ next }) => next));
  }
  return false;
};

const managerOf: Readonly<Record<string, TwoPhase['managers'][number]>> = {
  NONE: 'working',
  PREPARED: 'prepared',
  COMMITTED: 'committed',
  ABORTED: 'aborted',
};

interface Known {
  readonly status: string;
  readonly yes?: readonly string[];
}

/**
 * Two-phase commit as the classic model sees it. Where a participant that has not voted says that it never will, the outcome is
 * decided, whether the coordinator knows it or not: to the model that is the coordinator's abort.
 */
export const asTwoPhase =
  (order: string) =>
  ({ stream }: ReturnType<SystemWorld['look']>): TwoPhase => {
    const at = (role: string): Known =>
      (stream(role, streamOf('2pc', order)) as Known | undefined) ?? { status: 'NONE' };
    const managers = participantNames.map((name) => managerIn(at(name)));
    const outcome = outcomeOf(at(coordinatorName), managers);
    return plainTwoPhase({
      managers,
      coordinator: outcome,
      heard: bitsOf((name) => isHeard(at(coordinatorName), name)),
      prepared: bitsOf((name) => at(name).status === 'PREPARED'),
      outcomes: outcome === 'init' ? [] : [outcome === 'committed' ? 'Commit' : 'Abort'],
    });
  };

const managerIn = ({ status }: Known): TwoPhase['managers'][number] => {
  const manager = managerOf[status];
  if (!manager) throw new Error(`the model knows no participant that is ${status}`);
  return manager;
};

const outcomeOf = ({ status }: Known, managers: TwoPhase['managers']): TwoPhase['coordinator'] => {
  if (status === 'COMMITTING' || status === 'COMMITTED') return 'committed';
  const isAborted = status === 'ABORTING' || status === 'ABORTED' || managers.includes('aborted');
  return isAborted ? 'aborted' : 'init';
};

/** The order service is heard when the transaction begins: placing the order is its vote. */
const isHeard = ({ status, yes = [] }: Known, name: string): boolean =>
  yes.includes(name) || (name === 'order-service' && (status === 'QUOTING' || status === 'VOTING'));

const bitsOf = (isSet: (name: string) => boolean): number =>
  participantNames.reduce((bits, name, n) => (isSet(name) ? bits | (1 << n) : bits), 0);

/** Once the coordinator has decided, nobody asks any more whom it has heard. */
const plainTwoPhase = (state: TwoPhase): TwoPhase =>
  state.coordinator === 'init' ? state : { ...state, heard: 0, prepared: 0 };

/** The model, with that in mind. */
export const withPlainStates = (model: World<TwoPhase>): Pick<World<TwoPhase>, 'key' | 'steps'> => ({
  key: (state) => model.key(plainTwoPhase(state)),
  steps: model.steps,
});
