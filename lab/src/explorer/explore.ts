// Visits every state of a world, nearest first, so that what it finds wrong is told in as few steps as can be.
// Counts as TLC does (L. Lamport, Specifying Systems, 2002, chapter 14): transitions are all successors ever made, initial
// states and repetitions among them; the depth is the number of states on the longest of all shortest ways.
import { graph } from './graph.ts';
import type { Graph } from './graph.ts';
import { enough } from './reduction.ts';
import type { Property, Step, World } from './world.ts';

export interface ExploreOptions<S> {
  /** Leaves out orders of steps that make no difference; see `reduction.ts`. A counterexample may then be longer than need be. */
  readonly reduce?: boolean;
  /** Gives up, with `complete: false`, beyond so many states. */
  readonly mostStates?: number;
  /** Called with every state in which nothing can happen any more. */
  readonly onLast?: (state: S) => void;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** What is wrong, and the shortest way there. */
export interface Counterexample {
  /** Name of the property. */
  readonly property: string;
  readonly finding: string;
  /** Which of the initial states it begins in, and which step of each state is taken, from 0. */
  readonly initial: number;
  readonly choices: readonly number[];
  /** The steps in words. */
  readonly steps: readonly string[];
}

export interface Exploration extends Progress {
  /** Every state was visited: true unless something was found, or there were too many. */
  readonly complete: boolean;
  /** States in which nothing can happen any more. */
  readonly lastStates: number;
  readonly counterexample?: Counterexample;
}

/** The name under which it is said that the end can not be reached, in a world that has none of its own for it. */
export const LIVENESS = 'liveness';

const MOST_STATES = 10_000_000;
const STATES_BETWEEN_PROGRESS = 5_000;

/** To the end at once. */
export const explored = <S>(world: World<S>, options: ExploreOptions<S> = {}): Exploration => {
  const walk = explore(world, options);
  for (;;) {
    const { done, value } = walk.next();
    if (done) return value;
  }
};

interface Search<S> {
  readonly world: World<S>;
  readonly options: ExploreOptions<S>;
  readonly known: Map<string, number>;
  readonly graph: Graph;
  readonly ends: number[];
  transitions: number;
  lastStates: number;
  /** Found, and not looked at yet. */
  next: { readonly state: S; readonly number: number }[];
  wrong: { readonly property: string; readonly finding: string; readonly number: number } | undefined;
}

/** Says how far it is now and then, so that a page or a terminal can breathe in between. */
export function* explore<S>(
  world: World<S>,
  options: ExploreOptions<S> = {},
): Generator<Progress, Exploration> {
  const search = begun(world, options);
  let depth = 0;
  while (goesOn(search)) {
    depth += 1;
    const level = search.next;
    search.next = [];
    for (const [n, { state, number }] of level.entries()) {
      if (!goesOn(search, level)) break;
      expand(search, state, number);
      if (n % STATES_BETWEEN_PROGRESS === 0)
        yield { states: search.known.size, transitions: search.transitions, depth };
    }
  }
  const complete = search.next.length === 0 && !search.wrong;
  if (complete) judgeLiveness(search);
  return exploration(search, depth + Number(search.next.length > 0), complete);
}

const begun = <S>(world: World<S>, options: ExploreOptions<S>): Search<S> => {
  const search: Search<S> = {
    world,
    options,
    known: new Map(),
    graph: graph(),
    ends: [],
    transitions: 0,
    lastStates: 0,
    next: [],
    wrong: undefined,
  };
  world.initial.forEach((state, n) => visit(search, state, { parent: -1, step: n }));
  return search;
};

/** There is something to look at, nothing is wrong, and there are not too many states. */
const goesOn = <S>({ next, wrong, known, options }: Search<S>, open: readonly unknown[] = next): boolean =>
  open.length > 0 && !wrong && known.size <= (options.mostStates ?? MOST_STATES);

const expand = <S>(search: Search<S>, state: S, number: number): void => {
  const steps = search.world.steps(state);
  const few = search.options.reduce ? enough(steps, (next) => isNew(search, next)) : undefined;
  for (const [n, step] of steps.entries()) {
    if (few && !few.has(step)) continue;
    search.graph.addEdge(visit(search, step.next, { parent: number, step: n }));
    if (search.wrong) return;
  }
  search.graph.closeState();
  if (steps.length > 0) return;
  search.lastStates += 1;
  search.options.onLast?.(state);
};

const isNew = <S>({ known, world }: Search<S>, state: S): boolean => !known.has(world.key(state));

/** Gives the number of the state. */
const visit = <S>(search: Search<S>, state: S, from: { parent: number; step: number }): number => {
  const { world, known } = search;
  search.transitions += 1;
  const key = world.key(state);
  const before = known.get(key);
  if (before !== undefined) return before;
  const number = known.size;
  known.set(key, number);
  search.graph.addState(from.parent, from.step);
  search.next.push({ state, number });
  if (world.isEnd?.(state)) search.ends.push(number);
  search.wrong = wrongWith(world.properties, state, number);
  return number;
};

const wrongWith = <S>(properties: readonly Property<S>[], state: S, number: number) => {
  for (const { name, finding } of properties) {
    const found = finding(state);
    if (found !== undefined) return { property: name, finding: found, number };
  }
  return undefined;
};

const judgeLiveness = <S>(search: Search<S>): void => {
  if (!search.world.isEnd) return;
  const number = search.graph.firstCutOffFrom(search.ends);
  if (number < 0) return;
  const property = search.world.endName ?? LIVENESS;
  search.wrong = { property, finding: 'From here the end cannot be reached any more.', number };
};

const exploration = <S>(search: Search<S>, depth: number, complete: boolean): Exploration => ({
  states: search.known.size,
  transitions: search.transitions,
  depth,
  complete: complete && !search.wrong,
  lastStates: search.lastStates,
  ...(search.wrong && { counterexample: counterexampleOf(search, search.wrong) }),
});

const counterexampleOf = <S>(
  { world, graph }: Search<S>,
  { property, finding, number }: { property: string; finding: string; number: number },
): Counterexample => {
  const { initial, steps: choices } = graph.wayTo(number);
  return {
    property,
    finding,
    initial,
    choices,
    steps: walked(world, { initial, choices }).map((step) => step.tell()),
  };
};

/** The steps of a way, taken again. @throws Error if there is no such way. */
export const walked = <S, T extends Step<S>>(
  world: Pick<World<S>, 'initial'> & { readonly steps: (state: S) => readonly T[] },
  { initial, choices }: Pick<Counterexample, 'initial' | 'choices'>,
): readonly T[] => {
  let state = world.initial[initial];
  return choices.map((choice) => {
    const step = state === undefined ? undefined : world.steps(state)[choice];
    if (!step) throw new Error(`no step ${choice} can be taken there`);
    state = step.next;
    return step;
  });
};
