// What came of the planted bugs, as a table and as data.
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import type { Shown } from '../../twins/why.ts';
import type { Finding } from '../finding.ts';
import { findingLines, isViolated } from '../finding.ts';
import type { Hunted } from './hunt.ts';

/** A bug, and the shortest schedule that shows it. */
export interface Result extends Pick<Hunted, 'twin' | 'seeds'> {
  readonly firstSeed?: number | undefined;
  readonly shown?: Shown | undefined;
}

export const resultLines = (results: readonly Result[], paint: Paint): readonly string[] => [
  ...table(
    ['bug', 'fault', 'breaks', 'first seed', 'seeds', 'choices', 'rows'],
    results.map(({ twin, seeds, firstSeed = '', shown }) => [
      ...[twin.name, ...(shown ? brief(shown) : ['', ''])],
      ...[firstSeed, seeds],
      ...(shown ? [shown.choices, shown.picture.length] : ['', '']),
    ]),
  ),
  '',
  ...findingLines(findings(results), paint),
];

const brief = ({ faults, invariant }: Shown): readonly string[] => [faults.join(', ') || 'none', invariant];

export const dataOf = (results: readonly Result[]): object => ({
  holds: allCaught(results),
  twins: results.map(({ twin: { change: _, ...twin }, seeds, firstSeed, shown }) => ({
    ...twin,
    caught: shown !== undefined,
    seeds,
    firstSeed,
    ...shown,
  })),
});

export const allCaught = (results: readonly Result[]): boolean => !findings(results).some(isViolated);

const findings = (results: readonly Result[]): readonly Finding[] => {
  const missed = results.filter(({ shown }) => !shown);
  return missed.length === 0
    ? [{ state: 'holds', sentence: `All ${results.length} planted bugs are caught`, next: 'docs/why.md' }]
    : missed.map(({ twin, seeds }) => ({
        state: 'violated',
        sentence: `"${twin.name}" is not caught by ${seeds} seeds: the simulator or the checker is too weak, or nothing needs ${twin.mechanism}`,
        next: `npm run sim -- --seeds ${seeds} --twin "${twin.name}"`,
      }));
};
