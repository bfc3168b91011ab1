// What was measured last by `npm run bench:growth -- --record`, as docs/scaling.md says it, and what follows from it on paper.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beside, between, figureText, onWhat } from './recorded-speed.ts';
import type { Figure, RecordedSpeed } from './recorded-speed.ts';

export interface RecordedSeries extends Pick<RecordedSpeed, 'command' | 'at' | 'machine' | 'figures'> {
  readonly name: string;
  /** Sentences. */
  readonly says: readonly string[];
  readonly goals: readonly { readonly state: string; readonly sentence: string }[];
}

type RecordedGrowth = readonly RecordedSeries[];

export const growthFile = 'bench/recorded-growth.json';
export const growthPath = fileURLToPath(new URL(`../../${growthFile}`, import.meta.url));

export const recordedGrowth = (): RecordedGrowth =>
  JSON.parse(readFileSync(growthPath, 'utf8')) as RecordedGrowth;

/** The page with all its written parts: one for each series, and one for what follows on paper. */
export const withGrowth = (page: string, recorded: RecordedGrowth): string =>
  [...page.matchAll(/<!-- growth (\w+) -->/g)].reduce((text, [, name = '']) => {
    const one = recorded.find((series) => series.name === name);
    const written = name === 'paper' ? paperText(recorded) : one ? seriesText(one) : nothing(name);
    return between(text, `growth ${name}`, written);
  }, page);

const paperText = (recorded: RecordedGrowth): string =>
  recorded.some(({ name }) => name === BASE) ? figureText(onPaper(recorded)) : nothing(BASE);

const nothing = (name: string): string =>
  `Nothing is recorded here; to measure it: \`npm run bench:growth -- --only ${name} --record && npm run docs\`.`;

const seriesText = ({ says, goals, figures, command, at, machine }: RecordedSeries): string =>
  [
    ...says,
    ...goals.map(({ state, sentence }) => `${state === 'holds' ? 'Reached' : 'Not reached'}: ${sentence}`),
    ...figures.flatMap((figure) => [...curveOf(figure), figureText(figure)]),
    `\`${command}\` on ${at.slice(0, 10)}: ${onWhat(machine)}${beside(machine)}; the load of the machine was ${String(machine['busyWithOthers'])} when it began.`,
  ].join('\n\n');

/** Of which series the first point is what one saga costs. */
const BASE = 'lines';
const WIDTH = 40;

/** Rates as bars, where a table has them. */
const curveOf = ({ heading, rows }: Figure): readonly string[] => {
  const column = heading.findIndex((title) => title === 'sagas/s' || title === 'drained/s');
  if (column < 0) return [];
  const most = Math.max(...rows.map((row) => Number(row[column])));
  const names = rows.map(
    (row) => `${String(row[0])}, ${String(row[1])}${heading[1] === 'at once' ? ' at once' : ' down'}`,
  );
  const widest = Math.max(...names.map((name) => name.length));
  const bars = rows.map((row, n) => {
    const length = Math.round((Number(row[column]) / most) * WIDTH);
    return `${(names[n] ?? '').padEnd(widest)}  ${'#'.repeat(length)} ${Number(row[column]).toLocaleString('en')}`;
  });
  return [`\`\`\`text\n${[heading[column] ?? '', ...bars].join('\n')}\n\`\`\``];
};

const WANTED = 10_000;
const MACHINES = 100;
/** More than that of a processor, and waiting grows faster than work. */
const BUSY = 0.6;

/** Of the nine messages of a saga that completes, the orchestrator takes the four replies from one queue; of its ten commits it does five. */
const BUSIEST = { replies: 4 / 9, commits: 5 / 10 };

/** What so many sagas a second need, if a saga costs on many machines what it cost on one. */
export const onPaper = (recorded: RecordedGrowth): Figure => {
  const cost = (what: string) => costOf(recorded, what);
  const time = (what: string, ms: number) => {
    const processors = (ms * WANTED) / 1_000 / BUSY;
    return [what, number(ms), number(ms * WANTED), number(processors)] as const;
  };
  const onOne = (ms: number) => `${shown((1_000 * BUSY) / ms)} sagas a second on one processor`;
  const amount = (what: string, one: number) =>
    [
      what,
      number(one),
      number(one * WANTED),
      '',
      `${shown((one * WANTED) / MACHINES)} on each machine`,
    ] as const;
  const [services, databases, broker] = [cost('services'), cost('databases'), cost('broker')];
  const [queue, database] = [broker * BUSIEST.replies, databases * BUSIEST.commits];
  return {
    name: `${shown(WANTED)} sagas a second on ${MACHINES} machines, at what a saga cost above with 50 at once; processors are at most ${BUSY * 100} % busy`,
    heading: ['what', 'one saga', 'all, a second', 'processors', 'that is'],
    rows: [
      ...(
        [
          ['ms of processor time, services', services],
          ['ms of processor time, databases', databases],
          ['ms of processor time, broker', broker],
          ['ms of processor time, all', services + databases + broker],
        ] as const
      ).map(([what, ms]) => [
        ...time(what, ms),
        `${shown((ms * WANTED) / 1_000 / BUSY / MACHINES)} on each machine`,
      ]),
      [...time("ms of the broker for the busiest queue, the orchestrator's replies", queue), onOne(queue)],
      [...time("ms of the busiest database, the orchestrator's", database), onOne(database)],
      amount('commits', cost('commits a saga')),
      amount('messages', cost('messages a saga')),
      amount('KiB to the disk', cost('KiB to the disk a saga')),
    ],
  };
};

const number = (value: number): number => Number(value.toPrecision(3));
const shown = (value: number): string => number(value).toLocaleString('en');

/** Of one saga of one line, with 50 at once. */
const costOf = (recorded: RecordedGrowth, column: string): number => {
  const figure = recorded.find(({ name }) => name === BASE)?.figures[0];
  const value = figure?.rows[0]?.[figure.heading.indexOf(column)];
  if (typeof value !== 'number') throw new Error(`nothing is recorded of ${column} in ${growthFile}`);
  return value;
};
