// The page docs/why.md: take a mechanism out, and this happens. From the planted bugs and from the schedules that show them.
import type { Invariant } from '../checker/verdict.ts';
import type { PlantedBug } from './planted.ts';

/** A schedule that shows a bug, as it was run again. */
export interface Shown {
  readonly seed: number;
  readonly invariant: Invariant;
  /** What the checker says of it. */
  readonly finding: string;
  /** Choices that are not the simplest, faults among them. */
  readonly choices: number;
  /** Kinds of faults. */
  readonly faults: readonly string[];
  /** What was done to the system, in sentences. */
  readonly injections: readonly string[];
  /** The saga that shows it, line by line. */
  readonly picture: readonly string[];
}

/** A bug with all schedules that show it; the first one is the shortest. */
export interface Reason {
  readonly twin: PlantedBug;
  readonly shown: readonly Shown[];
}

export const whyPage = (reasons: readonly Reason[], legend: readonly string[]): string =>
  [HEAD, figures(reasons), GRID, ...grid(reasons), PICTURES, fenced(legend), ...reasons.map(section)].join(
    '\n\n',
  ) + '\n';

const HEAD = `# Why each mechanism is there

Take one mechanism out, and this happens. Each bug below is planted in the simulator where a service is put together, by
replacing a port, a decider, a projection or background work; the services themselves know nothing of it. The simulator then
runs seeds until an invariant breaks, and makes that run small: what is left of it stands here. The same schedules break
nothing in the right system; a test runs them with and without their bugs.

Written by \`npm run twins -- --write\`, which searches anew; \`npm run twins -- --page\` writes it from the schedules in
[\`lab/src/twins/schedules\`](../lab/src/twins/schedules). What the tests would notice is
[another list](mutations.md).`;

const figures = (reasons: readonly Reason[]): string =>
  table(
    ['bug', 'taken away', 'what fails', 'what breaks', 'seed', 'choices'],
    reasons.map(({ twin, shown: [first] }) => [
      linkTo(twin.name),
      twin.mechanism,
      first ? faultsIn(first) : '',
      first?.invariant ?? '',
      String(first?.seed ?? ''),
      String(first?.choices ?? ''),
    ]),
  );

/** A run without any fault is a run all the same. */
const faultsIn = ({ faults }: Shown): string => faults.join(', ') || 'nothing';

const GRID = `## Mechanisms and faults

Which invariant breaks when a mechanism is missing and this fails. Where two or more faults were needed together, each of them
has the invariant in its column. An empty cell says that no schedule here needed that fault, not that none could. The
invariants are those of [failure modes](failure-modes.md).`;

const grid = (reasons: readonly Reason[]): readonly string[] => {
  const kinds = [...new Set(reasons.flatMap(({ shown }) => shown.flatMap(({ faults }) => faults)))].sort();
  const parts = Array.from({ length: Math.ceil(kinds.length / COLUMNS) }, (_, n) =>
    kinds.slice(n * COLUMNS, (n + 1) * COLUMNS),
  );
  return parts.map((part, n) => gridPart(reasons, part, n === 0));
};

/** More would not fit side by side. */
const COLUMNS = 9;

const gridPart = (reasons: readonly Reason[], kinds: readonly string[], withNone: boolean): string =>
  table(
    ['without', ...(withNone ? ['no fault'] : []), ...kinds],
    reasons
      .map(({ twin, shown }) => [
        twin.name,
        ...(withNone ? [invariantsOf(shown.filter(({ faults }) => faults.length === 0))] : []),
        ...kinds.map((kind) => invariantsOf(shown.filter(({ faults }) => faults.includes(kind)))),
      ])
      .filter(([, ...cells]) => cells.some((cell) => cell !== '')),
  );

const invariantsOf = (shown: readonly Shown[]): string =>
  [...new Set(shown.map(({ invariant }) => invariant))].join(', ');

const PICTURES = `## What the signs mean`;

const section = ({ twin, shown: [first] }: Reason): string =>
  [
    `## ${twin.name}`,
    `Taken away: ${twin.mechanism}. ${twin.consequence}`,
    needsOf(twin),
    ...(first
      ? [
          fenced([
            ...first.injections.map((what) => `~ ${what}`),
            ...first.picture,
            '',
            `(x) ${first.invariant} ${first.finding}`,
          ]),
        ]
      : []),
  ].join('\n\n');

/** Who needs what is taken away. */
const needsOf = ({ rules, protocols }: PlantedBug): string =>
  protocols === undefined ? `Rules: ${rules.join(', ')}.` : `Orders under ${protocols.join(', ')}.`;

const fenced = (lines: readonly string[]): string =>
  ['```text', ...lines.map((line) => line.trimEnd()), '```'].join('\n');

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string =>
  ['<!-- prettier-ignore -->', rowOf(heading), rowOf(heading.map(() => '---')), ...rows.map(rowOf)].join(
    '\n',
  );

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const linkTo = (name: string): string => `[${name}](#${anchorOf(name)})`;

/** Of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
