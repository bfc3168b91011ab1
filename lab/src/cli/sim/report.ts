// What a run of the simulator leaves behind for a reader: a folder with history, verdicts, figures, pictures and a page.
import type { Finding } from '../finding.ts';
import type { Figure } from '../../report/pieces.ts';
import type { Report } from '../../report/report.ts';
import type { Red } from '../../simulator/red.ts';
import type { Counts, Simulation } from '../../simulator/simulation.ts';

interface Replayed {
  readonly simulation: Simulation;
  readonly reds: readonly Red[];
  /** The bug that was planted. */
  readonly twin?: string | undefined;
  /** What a person types to have the same again. */
  readonly command: string;
  /** ISO 8601. */
  readonly at: string;
}

export const written = (page: string): Finding => ({
  state: 'holds',
  sentence: `The report is written, with all figures: ${page}`,
});

/** `reports/sim-17` */
export const reportFolder = (seed: number): string => `reports/sim-${seed}`;

export const reportOfRun = ({ simulation, reds, twin, command, at }: Replayed): Report => {
  const { seed, verdicts, injections, facts, durableAt, error } = simulation;
  const [first] = reds;
  return {
    title: `Simulation of seed ${seed}${twin === undefined ? '' : `, with the bug ${twin}`}`,
    command,
    at,
    ...partsOf(twin),
    verdicts,
    figures: figuresOf(simulation),
    injections,
    facts,
    durableAt,
    ...(first && {
      outcome: { state: 'violated', sentence: `${first.invariant}: ${error ?? first.finding}` },
    }),
  };
};

/** What is real in a simulation, and what is not. */
export const partsOf = (twin: string | undefined): Pick<Report, 'real' | 'simulated'> => ({
  real: [
    'The deciders, sagas, runtimes, read models and routes of all services: the code that also runs on a server.',
  ],
  simulated: [
    'Network, broker, databases, clocks, processes and customers.',
    ...(twin === undefined ? [] : [`A bug that was planted on purpose: ${twin}.`]),
  ],
});

const figuresOf = ({ faults, seen, outcomes, steps, virtualMs, choices }: Simulation): readonly Figure[] => [
  counted('Orders by how they ended', 'status', outcomes),
  counted('Faults that happened, by kind', 'fault', faults),
  counted('What was seen now and then', 'what', seen),
  {
    name: 'Size of the run',
    heading: ['what', 'number'],
    rows: [
      ['steps', steps],
      ['milliseconds of the simulated world', virtualMs],
      ['choices other than the simplest', choices.size],
    ],
  },
];

export const counted = (name: string, what: string, counts: Counts): Figure => ({
  name,
  heading: [what, 'times'],
  rows: Object.entries(counts).filter(([, times]) => times > 0),
});
