// The page of a run of many seeds: what failed how often, what was seen, what it took, and which seeds are red.
import { markup } from '../../report/markup.ts';
import type { Section } from '../../report/page.ts';
import type { Report } from '../../report/report.ts';
import { folderPart, optionsText } from './given.ts';
import type { RedRun } from './red-runs.ts';
import { counted, partsOf } from './report.ts';
import { findingsOf, timeLines } from './show-totals.ts';
import type { SeedFigures } from './show-totals.ts';

/** `reports/sim-1-to-10000` */
export const seedsFolder = (reports: string, { from, totals, ...given }: SeedFigures): string =>
  `${reports}/sim-${folderPart(given)}${from}-to-${from + totals.seeds - 1}`;

/** @param at when the run ended, ISO 8601. */
export const reportOfSeeds = (figures: SeedFigures, red: readonly RedRun[], at: string): Report => {
  const { totals, from, twin } = figures;
  const [first] = findingsOf(figures);
  return {
    title: `Simulation of ${totals.seeds.toLocaleString('en')} seeds${twin === undefined ? '' : `, with the bug ${twin}`}`,
    command: `npm run sim -- --seeds ${totals.seeds} --from ${from}${optionsText(figures)}`,
    at,
    ...partsOf(twin),
    verdicts: [],
    outcome: {
      state: red.length === 0 ? 'holds' : 'violated',
      sentence: first?.sentence ?? '',
    },
    sections: [
      ...(red.length > 0 ? [redSection(red)] : []),
      { id: 'run', title: 'The run', body: paragraphs([...notesOf(figures), ...timeLines(figures)]) },
    ],
    figures: [
      counted('Faults that happened, by kind', 'fault', totals.faults),
      counted('What was seen now and then', 'what', totals.seen),
      counted('Orders by how they ended', 'status', totals.outcomes),
    ],
  };
};

/** What else is to be said of it: that it ended early, what it has not seen. */
const notesOf = (figures: SeedFigures): readonly string[] =>
  findingsOf(figures)
    .slice(1)
    .map(({ sentence }) => `${sentence}.`);

const paragraphs = (lines: readonly string[]) => lines.map((line) => markup`<p>${line}</p>\n`);

const redSection = (red: readonly RedRun[]): Section => ({
  id: 'red',
  title: 'Red seeds',
  body: markup`<ul>${red.map(
    ({ seed, red: { invariant, finding }, next }) =>
      markup`<li><b>Seed ${seed}, ${invariant}</b>: ${finding} <code>${next}</code></li>\n`,
  )}</ul>`,
});
