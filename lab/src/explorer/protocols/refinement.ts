// Whether whatever the real roles do, an abstract model could have done as well: each of their steps, as the model sees it, must be
// nothing to it, or a few of its own steps. Source: L. Lamport, Specifying Systems, 2002, section 10.8 (refinement mappings).
import type { SystemWorld } from '../system/system-world.ts';
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

export type Look = ReturnType<SystemWorld['look']>;

/** Every step of every state of `world`, or of the first `mostStates` of them, breadth first; seen as steps of `model` by `project`. */
export const refinement = <S>(
  world: SystemWorld,
  model: Pick<World<S>, 'key' | 'steps'>,
  { project, mostStates = Infinity }: { readonly project: (look: Look) => S; readonly mostStates?: number },
): Refinement => {
  const known = new Map<string, Seen<S>>();
  const see = (state: string): Seen<S> => {
    const projected = project(world.look(state));
    const seen = { projected, key: model.key(projected) };
    known.set(state, seen);
    return seen;
  };
  const pairs = new Set<string>();
  const open = world.initial.map((state) => ({ state, from: see(state) }));
  const deviates = ({ from, to, tell }: Gone<S>): Deviation | undefined => {
    const pair = `${from.key} ${to.key}`;
    if (pairs.has(pair)) return undefined;
    pairs.add(pair);
    return leadsTo(model, from.projected, to.key) ? undefined : { step: tell(), from: from.key, to: to.key };
  };
  for (const { state, from } of open)
    for (const { next, tell } of world.steps(state)) {
      const before = known.get(next);
      const to = before ?? see(next);
      const deviation = deviates({ from, to, tell });
      if (deviation) return { pairs: pairs.size, deviation };
      if (!before && open.length < mostStates) open.push({ state: next, from: to });
    }
  return { pairs: pairs.size };
};

/** One step. */
interface Gone<S> {
  readonly from: Seen<S>;
  readonly to: Seen<S>;
  readonly tell: () => string;
}

interface Seen<S> {
  readonly projected: S;
  readonly key: string;
}

const leadsTo = <S>({ key, steps }: Pick<World<S>, 'key' | 'steps'>, from: S, to: string): boolean => {
  let level = [from];
  for (let n = 0; n <= MOST_STEPS; n += 1) {
    if (level.some((state) => key(state) === to)) return true;
    level = level.flatMap((state) => steps(state).map(({ next }) => next));
  }
  return false;
};
