// What a benchmark found, in pictures.
import { bars } from '@saga-lab/lab/report/bars';
import type { BarPart } from '@saga-lab/lab/report/bars';
import type { Markup } from '@saga-lab/lab/report/markup';
import { plot } from '@saga-lab/lab/report/plot';
import type { PlotSeries } from '@saga-lab/lab/report/plot';
import type { ContestantName } from '../contest/contestant.ts';
import type { RunFigures } from '../contest/run.ts';
import { byKind, kinds } from '../figures/comparison.ts';
import type { Compared } from '../figures/comparison.ts';

const looks: Readonly<Record<ContestantName, Pick<PlotSeries, 'token' | 'shape'>>> = {
  ours: { token: 'command', shape: 'disc' },
  floor: { token: 'event', shape: 'square' },
  restate: { token: 'compensation', shape: 'triangle' },
  dbos: { token: 'ok', shape: 'diamond' },
  earlier: { token: 'fail', shape: 'cross' },
  'plain-http': { token: 'wait', shape: 'ring' },
};

const parts: readonly BarPart[] = [
  { name: 'services', token: 'command', look: 'filled' },
  { name: 'databases', token: 'ok', look: 'hollow' },
  { name: 'broker', token: 'event', look: 'hatched' },
  { name: 'generator', token: 'wait', look: 'filled' },
];

const isPlain = ({ load }: Compared): boolean => /^\d+ at once$/.test(load);

const seriesOf = (
  loads: readonly Compared[],
  valueOf: (figures: RunFigures) => number,
): readonly PlotSeries[] => {
  const names = (Object.keys(looks) as ContestantName[]).filter((name) => loads.some(({ of }) => of[name]));
  return names.map((name) => ({
    name,
    ...looks[name],
    values: loads.map(({ of }) => {
      const one = of[name];
      return one && { median: valueOf(one.median), least: valueOf(one.least), most: valueOf(one.most) };
    }),
  }));
};

export const ratePlot = (all: readonly Compared[]): Markup | undefined => {
  const loads = all.filter(isPlain);
  if (loads.length === 0) return undefined;
  return plot({
    caption:
      'Sagas that end in a second, against how many are underway at once; the line through a point is the spread of its runs.',
    unit: 'sagas per second',
    cases: loads.map(({ load }) => load),
    series: seriesOf(loads, ({ perSecond }) => perSecond),
    scale: 'linear',
  });
};

export const latencyPlots = (all: readonly Compared[]): readonly Markup[] =>
  (['p50', 'p99'] as const).flatMap((percentile) => {
    const loads = all.filter(({ load }) => !load.includes(','));
    if (loads.length === 0) return [];
    const words = percentile === 'p50' ? 'Half of all sagas take' : '99 of 100 sagas take';
    return plot({
      caption: `${words} at most so long, from the intended beginning to the last participant's word; equal distances are equal ratios.`,
      unit: 'milliseconds',
      cases: loads.map(({ load }) => load),
      series: seriesOf(loads, ({ latency }) => latency[percentile]),
      scale: 'log',
    });
  });

export const costBars = (loads: readonly Compared[]): Markup =>
  bars({
    caption: 'Processor time for one saga, by who spends it.',
    unit: 'ms',
    parts,
    bars: loads.flatMap(({ load, of }) =>
      Object.entries(of).map(([name, { median }]) => {
        const cpu = byKind(median, 'cpuMs');
        return { name: `${load}, ${name}`, values: kinds.map((kind) => cpu[kind]) };
      }),
    ),
  });
