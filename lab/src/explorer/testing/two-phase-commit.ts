// The classic two-phase commit as a world, to see that the explorer counts right: TLC's figures for it are published.
// Source: J. Gray, L. Lamport, Consensus on Transaction Commit, ACM TODS 31(1), 2006, section 3 and its appendix (TwoPhase):
// messages are a set that only grows, so that whatever was sent can be received again at any time.
import type { Property, Step, World } from '../world.ts';

type Manager = 'working' | 'prepared' | 'committed' | 'aborted';

export interface TwoPhase {
  readonly managers: readonly Manager[];
  readonly coordinator: 'init' | 'committed' | 'aborted';
  /** Whose Prepared the coordinator has received, as bits. */
  readonly heard: number;
  /** Whose Prepared has been sent, as bits. */
  readonly prepared: number;
  readonly outcomes: readonly ('Commit' | 'Abort')[];
}

/** The rule that a broken version drops: the coordinator commits only when it has heard of everybody. */
interface Rules {
  readonly everybodyIsHeard: boolean;
}

const has = (bits: number, n: number): boolean => (bits & (1 << n)) !== 0;

const told = (state: TwoPhase, what: string, change: Partial<TwoPhase>): Step<TwoPhase> => ({
  tell: () => what,
  next: { ...state, ...change },
});

const managerIs = (state: TwoPhase, n: number, manager: Manager): readonly Manager[] =>
  state.managers.with(n, manager);

/** The coordinator's own steps. */
const coordinatorSteps = (state: TwoPhase, { everybodyIsHeard }: Rules): readonly Step<TwoPhase>[] => {
  if (state.coordinator !== 'init') return [];
  const all = (1 << state.managers.length) - 1;
  const received = state.managers.flatMap((_manager, n) =>
    has(state.prepared, n)
      ? [
          told(state, `the coordinator hears that manager ${n + 1} is prepared`, {
            heard: state.heard | (1 << n),
          }),
        ]
      : [],
  );
  const commit = told(state, 'the coordinator decides to commit', {
    coordinator: 'committed',
    outcomes: [...state.outcomes, 'Commit'],
  });
  const abort = told(state, 'the coordinator decides to abort', {
    coordinator: 'aborted',
    outcomes: [...state.outcomes, 'Abort'],
  });
  const mayCommit = everybodyIsHeard ? state.heard === all : state.heard !== 0;
  return [...received, ...(mayCommit ? [commit] : []), abort];
};

const managerSteps = (state: TwoPhase, n: number): readonly Step<TwoPhase>[] => {
  const name = `manager ${n + 1}`;
  const alone =
    state.managers[n] === 'working'
      ? [
          told(state, `${name} is prepared`, {
            managers: managerIs(state, n, 'prepared'),
            prepared: state.prepared | (1 << n),
          }),
          told(state, `${name} aborts`, { managers: managerIs(state, n, 'aborted') }),
        ]
      : [];
  const hears = state.outcomes.map((outcome) =>
    told(state, `${name} receives ${outcome}`, {
      managers: managerIs(state, n, outcome === 'Commit' ? 'committed' : 'aborted'),
    }),
  );
  return [...alone, ...hears];
};

const consistency: Property<TwoPhase> = {
  name: 'consistency',
  claim: 'no manager commits while another aborts',
  finding: ({ managers }) =>
    managers.includes('committed') && managers.includes('aborted')
      ? 'One manager has committed, and another has aborted.'
      : undefined,
};

export const twoPhaseCommit = (
  managers: number,
  rules: Rules = { everybodyIsHeard: true },
): World<TwoPhase> => ({
  name: `two-phase commit, ${managers} managers`,
  initial: [
    {
      managers: Array.from({ length: managers }, () => 'working' as const),
      coordinator: 'init',
      heard: 0,
      prepared: 0,
      outcomes: [],
    },
  ],
  key: (state) => JSON.stringify(Object.values(state)),
  steps: (state) => [
    ...coordinatorSteps(state, rules),
    ...state.managers.flatMap((_manager, n) => managerSteps(state, n)),
  ],
  properties: [consistency],
  isEnd: (state) => state.managers.every((manager) => manager === 'committed' || manager === 'aborted'),
});
