// What was visited, as a table; what is wrong, as numbered sentences and as a picture.
import type { CommitsByService } from '../../client/documents.ts';
import type { Counterexample } from '../../explorer/explore.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { legend, timeline } from '../../show/timeline.ts';
import { findingLines } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Found, Plantable } from './plantable.ts';
import { differences, number } from './rows.ts';
import type { Row } from './rows.ts';

export const worldLines = (rows: readonly Row[], paint: Paint): readonly string[] => [
  ...table(
    ['world', 'states', 'transitions', 'depth', 'seconds', 'verdict'],
    rows.map(({ world, exploration: { states, transitions, depth }, seconds, verdict }) => [
      world.name,
      states,
      transitions,
      depth,
      Math.round(seconds * 10) / 10,
      verdict,
    ]),
  ),
  '',
  ...findingLines(rows.map(findingOf), paint),
  ...rows.flatMap((row) => counterexampleOf(row, paint)),
];

const findingOf = (row: Row): Finding => {
  const { world, exploration, verdict } = row;
  const { name, about, published } = world;
  const sentence = `${name}: ${about}`;
  switch (verdict) {
    case 'holds':
      return { state: 'holds', sentence: published ? `${sentence}; counted as TLC counts` : sentence };
    case 'found': {
      const { counterexample } = exploration;
      return {
        state: 'holds',
        sentence: `${sentence}; what goes wrong is found in ${stepsInWords(counterexample?.steps.length)}`,
      };
    }
    case 'unknown':
      return {
        state: 'open',
        sentence: `${sentence}; given up after ${number(exploration.states)} states`,
        next: `npm run explore -- --world ${name} --reduce`,
      };
    case 'violated':
      return {
        state: 'violated',
        sentence: [sentence, ...differences(world, exploration), whatIsWrong(row)]
          .filter((part) => part !== undefined)
          .join('; '),
      };
  }
};

const stepsInWords = (steps = 0): string => (steps === 1 ? 'one step' : `${steps} steps`);

const whatIsWrong = ({ world, exploration }: Row): string | undefined =>
  exploration.counterexample?.finding ??
  (world.finds && `what is known to go wrong is not found: ${world.finds.property}`);

const counterexampleOf = ({ world, exploration, commits }: Row, paint: Paint): readonly string[] => {
  const { counterexample } = exploration;
  return counterexample
    ? ['', ...wayLines(world.name, counterexample, paint), ...picture(commits, paint)]
    : [];
};

/** The steps by number, and where they end. */
const wayLines = (
  world: string,
  { property, finding, steps }: Counterexample,
  paint: Paint,
): readonly string[] => {
  const width = String(steps.length).length;
  return [
    paint('heading', `The shortest way to what is wrong, in the world ${world}:`),
    ...steps.map((step, n) => `${String(n + 1).padStart(width + 1)}. ${step}`),
    ...findingLines([{ state: 'violated', sentence: `${property}: ${finding}` }], paint),
  ];
};

const picture = (commits: CommitsByService | undefined, paint: Paint): readonly string[] =>
  commits ? ['', ...legend, 'Times are the number of steps before.', '', ...timeline(commits, paint)] : [];

export interface CaughtTwin extends Found {
  readonly twin: Plantable;
}

export const caughtLines = (
  { twin, world, counterexample, commits }: CaughtTwin,
  paint: Paint,
): readonly string[] => [
  `${twin.name}. Taken away: ${twin.mechanism}.`,
  twin.consequence,
  '',
  ...wayLines(world, counterexample, paint),
  ...picture(commits, paint),
];
