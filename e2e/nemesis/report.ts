// What a run of the nemesis leaves behind: its folder, with history, verdicts, figures, injections and a page.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endsOverTime } from '@saga-lab/lab/report/ends-over-time';
import type { Markup } from '@saga-lab/lab/report/markup';
import { schedule } from '@saga-lab/lab/report/schedule';
import type { Report } from '@saga-lab/lab/report/report';
import { writeReport } from '@saga-lab/lab/report/run-folder';
import type { Injection as Done } from '@saga-lab/lab/simulator/simulation';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Performed } from './conduct.ts';
import { figuresOf } from './figures.ts';
import { kindOf } from './kinds.ts';
import type { NemesisResult } from './result.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `reports/nemesis-7-20261129-083000` */
export const folderOf = (seed: number, at: Date): string =>
  join(
    root,
    'reports',
    `nemesis-${seed}-${at
      .toISOString()
      .replaceAll(/[-:]|[.].*/g, '')
      .replace('T', '-')}`,
  );

/** Resolves with the path of the page. */
export const saveReport = (folder: string, command: string, result: NemesisResult): Promise<string> =>
  writeReport(folder, reportOf(command, result));

const reportOf = (command: string, result: NemesisResult): Report => ({
  title: 'Nemesis: real parts under load, with faults mixed by a seed',
  command,
  at: new Date().toISOString(),
  real: [
    'Services, RabbitMQ and MongoDB, each a process of its own; signals to them, and what an operator does to the broker.',
    'Customers who send requests over HTTP, repeat them and break them off.',
    'Links that pass through a TCP proxy between each service and its servers.',
  ],
  simulated: ['The clock of a service that jumps is its own, not that of the machine.'],
  sections: [
    { id: 'schedule', title: 'What was done, and how sagas ended meanwhile', body: timesOf(result) },
  ],
  verdicts: result.verdicts,
  figures: figuresOf(result),
  injections: result.performed.map(doneOf),
  facts: result.facts,
  began: result.began,
});

const EVERY_MS = 5_000;

const timesOf = ({ performed, facts, began, tookMs }: NemesisResult): Markup => {
  const durationMs = Math.max(tookMs.load + tookMs.healing, ...performed.map(({ healedAt }) => healedAt));
  return schedule({
    caption:
      'Each bar is a fault, from its begin until it was healed; below, how many sagas ended in each five seconds.',
    durationMs,
    spans: performed.map((each) => ({
      at: each.begunAt,
      until: each.healedAt,
      lane: each.kind,
      sentence: doneOf(each).what,
    })),
    ends: endsOverTime(facts, { began, everyMs: EVERY_MS, durationMs }),
  });
};

const doneOf = (performed: Performed): Done => {
  const { kind, target, begunAt, healedAt, met, error } = performed;
  const lasted = ((healedAt - begunAt) / 1_000).toFixed(1);
  const came = error === undefined ? `met ${met.toLocaleString('en')}` : `failed: ${error}`;
  const service = serviceNames.find((name) => target.startsWith(name));
  return {
    at: Math.round(begunAt),
    what: `${kind}, ${target}, healed after ${lasted} s (${kindOf(kind).words}; ${came})`,
    ...(service && { service }),
  };
};
