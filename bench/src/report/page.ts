// A benchmark as one page that needs nothing else: what came out, in pictures and in tables, and on what it was measured.
import type { Figure } from '@saga-lab/lab/report/pieces';
import { figureTable } from '@saga-lab/lab/report/pieces';
import { markup } from '@saga-lab/lab/report/markup';
import type { Markup } from '@saga-lab/lab/report/markup';
import { mark } from '@saga-lab/lab/report/marks';
import { page } from '@saga-lab/lab/report/page';
import type { Section } from '@saga-lab/lab/report/page';
import { peerNames } from '../contest/contestant.ts';
import type { ContestantName } from '../contest/contestant.ts';
import { reached } from '../figures/goals.ts';
import type { Result } from '../figures/result.ts';
import { costFigures, processFigure } from './cost.ts';
import { machineTable } from './machine.ts';
import { costBars, latencyPlots, ratePlot } from './pictures.ts';
import { digits } from './table.ts';
import { openLoopFigure, ownLoadsFigure, ratioFigure, speedFigure } from './speed.ts';

export const pageOf = (result: Result): string => {
  const { loads, command, at } = result;
  const goals = reached(loads);
  const open = goals.filter(({ state }) => state === 'open');
  return page({
    title: 'How fast sagas are, against the least that must be done',
    state: goals.length === 0 ? 'none' : open.length === 0 ? 'holds' : 'open',
    outcome: `${goals.length - open.length} of ${goals.length} goals are reached.`,
    command,
    at,
    sections: sectionsOf(result).filter(({ body }) => body !== undefined),
  });
};

const sectionsOf = ({ loads, machine, plan, runs }: Result): readonly Section[] => [
  { id: 'goals', title: 'Goals', body: goalList(loads) },
  {
    id: 'speed',
    title: 'Sagas per second and latency',
    body: [ratePlot(loads), latencyPlots(loads), tables(ratioFigure(loads), speedFigure(loads))],
  },
  { id: 'open', title: 'At a fixed rate', body: tables(openLoopFigure(loads)) },
  { id: 'cost', title: 'What one saga costs', body: [costBars(loads), tables(...costFigures(loads))] },
  { id: 'processes', title: 'By process', body: tables(processFigure(loads)) },
  { id: 'own', title: 'Refusals, and an article that everybody wants', body: tables(ownLoadsFigure(loads)) },
  { id: 'how', title: 'How it was measured', body: howOf({ machine, plan }) },
  { id: 'runs', title: 'Every run', body: tables(runsFigure(runs)) },
];

/** A table without rows is left out, and with it a section of nothing else. */
const tables = (...figures: readonly Figure[]): Markup[] | undefined => {
  const filled = figures.filter(({ rows }) => rows.length > 0).map(figureTable);
  return filled.length > 0 ? filled : undefined;
};

const goalList = (loads: Result['loads']): Markup =>
  markup`<ul class="verdicts">${reached(loads).map(
    ({ load, state, sentence }) =>
      markup`<li>${mark(state, `${load}: ${sentence}`)}<b>${load.replace(' at once', '')}</b><div>at once: ${sentence}</div></li>\n`,
  )}</ul>`;

const howOf = ({ machine, plan }: Pick<Result, 'machine' | 'plan'>): Markup => {
  const { rampMs, measureMs } = plan.duration;
  const ofPlan = [
    ['rounds', String(plan.rounds)],
    ['measured in each run', `${measureMs / 1_000} s, after ${rampMs / 1_000} s or more that are not`],
  ] as const;
  return markup`${howSentences(plan).map((sentence) => markup`<p>${sentence}</p>\n`)}
${machineTable(machine, ofPlan)}`;
};

const HOW = [
  'Contestants stand on the same broker and the same four databases, one after the other and in turn; whoever came first in one round comes last in the next. Each is started anew in each round and warmed up.',
  'The floor does for each saga ten journaled majority commits and nine confirmed persistent messages between four processes, batched, and nothing else; it is refused if it did more or less.',
  'A latency begins when its saga was meant to begin: in a closed loop when another one ended, in an open loop at an instant that was fixed before. It ends when the last participant says that its part is done. The window is the time from the first commit of a saga to the last one, by the clocks of the services.',
  'What one saga costs was counted over the whole run by kernel, databases and broker, and divided by the sagas of the run; what the servers do for themselves meanwhile is in it.',
];

/** Only what concerns the contestants that were there. */
const howSentences = ({ contestants }: Result['plan']): readonly string[] => [
  ...HOW,
  ...(contestants.includes('earlier') ? [EARLIER] : []),
  ...(contestants.some((name) => isPeer(name)) ? [PEERS] : []),
];

const isPeer = (name: ContestantName): boolean => peerNames.some((peer) => peer === name);

const EARLIER =
  'The earlier commit stands on a broker and databases of its own, as it starts them; those of the others do nothing meanwhile.';

const PEERS =
  'Peers orchestrate the same five steps and compensations against three participants, each a process with an HTTP server and a database of its own, that does every step once by one journaled majority write. A run counts only if all orders came to their right ends, no step was lost or done twice, and stock and money are as the steps say; plain-http keeps nothing of what is underway.';

const runsFigure = (runs: Result['runs']): Figure => ({
  name: 'Every run, in the order in which they were measured',
  heading: [
    'round',
    'who',
    'load',
    'sagas',
    'sagas/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'turned away',
    'repeats',
  ],
  rows: runs.map(({ round, contestant, load, figures }) => [
    round + 1,
    contestant,
    load,
    figures.sagas,
    digits(figures.perSecond),
    digits(figures.latency.p50),
    digits(figures.latency.p95),
    digits(figures.latency.p99),
    figures.shed,
    figures.repeats,
  ]),
});
