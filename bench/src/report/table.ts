// What a benchmark found, as a table for people.
import type { Compared } from '../figures/comparison.ts';
import { byKind, kinds, ofDatabases } from '../figures/comparison.ts';
import type { RunFigures } from '../contest/run.ts';
import type { Spread } from '../figures/nested.ts';

export const tableOf = (loads: readonly Compared[]): string =>
  [
    ...columns([
      ['load', 'who', 'sagas/s', 'p50 ms', 'p95', 'p99', 'window p50', 'repeats', 'ratio to the floor'],
      ...loads.flatMap(speedRows),
    ]),
    '',
    'One saga costs:',
    ...columns([
      [
        'load',
        'who',
        'cpu ms',
        ...kinds,
        'commits',
        'messages',
        'inserted',
        'updated',
        'returned',
        'requests',
        'KiB in',
        'KiB out',
        'writes',
      ],
      ...loads.flatMap(costRows),
    ]),
  ].join('\n');

const speedRows = ({ load, of, ratios, toOthers }: Compared): readonly (readonly string[])[] =>
  Object.entries(of).map(([name, { median, least, most }]) => [
    load,
    name,
    `${shown(median.perSecond)} (${shown(least.perSecond)} to ${shown(most.perSecond)})`,
    `${shown(median.latency.p50)} (${shown(least.latency.p50)} to ${shown(most.latency.p50)})`,
    shown(median.latency.p95),
    shown(median.latency.p99),
    shown(median.window.p50),
    shown(median.repeats),
    name === 'ours' && ratios ? ratioText(ratios, load) : toOther(toOthers, name, load),
  ]);

const toOther = (toOthers: Compared['toOthers'], name: string, load: string): string => {
  const ratios = toOthers?.[name as keyof typeof toOthers];
  return ratios ? `ours: ${ratioText(ratios, load)}` : '';
};

/** With one at a time latency is what counts; with many, how many in a second. */
export const isAboutLatency = (load: string): boolean => load === '1 at once' || load.includes('/s');

export const ratioText = (ratios: NonNullable<Compared['ratios']>, load: string): string => {
  const which = isAboutLatency(load) ? 'latency' : 'perSecond';
  const { median, least, most } = ratios;
  const range = `${least[which].toFixed(2)} to ${most[which].toFixed(2)}`;
  return `${median[which].toFixed(2)} x (${range}) ${which === 'latency' ? 'the latency' : 'the rate'}`;
};

const costRows = ({ load, of }: Compared): readonly (readonly string[])[] =>
  Object.entries(of).map(([name, figures]) => [load, name, ...costsOf(figures)]);

const KIB = 1_024;

const costsOf = ({ median }: Spread<RunFigures>): readonly string[] => {
  const cpu = byKind(median, 'cpuMs');
  const writes = byKind(median, 'writeCalls');
  return [
    shown(kinds.reduce((sum, kind) => sum + cpu[kind], 0)),
    ...kinds.map((kind) => shown(cpu[kind])),
    shown(median.commits),
    median.messages ? shown(median.messages.published) : '',
    ...(['inserted', 'updated', 'returned', 'requests'] as const).map((counter) =>
      shown(ofDatabases(median, counter)),
    ),
    shown(ofDatabases(median, 'bytesIn') / KIB),
    shown(ofDatabases(median, 'bytesOut') / KIB),
    shown(writes.services),
  ];
};

/** Three digits that count. */
export const digits = (value: number): number => Number(value.toPrecision(3));

/** As text of a terminal. */
export const shown = (value: number): string => {
  if (Number.isNaN(value)) return '-';
  return value >= 100 || value === 0 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
};

/** Text to the left, numbers to the right, as wide as the widest. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const [first = []] = rows;
  const widths = first.map((_cell, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, n) => (n < 2 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};
