// How a service makes its metrics: standard names, one registry, and help texts that are the documentation.
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

const PREFIX = 'saga_lab_';

interface Named<Label extends string> {
  /** Without prefix and unit: `sagas_ended`. */
  readonly name: string;
  /** What it tells, and when to worry. */
  readonly help: string;
  /** Each with a bounded number of values: never an id. */
  readonly labels?: readonly Label[];
}

interface Measured<Label extends string> extends Named<Label> {
  /** In seconds. */
  readonly buckets: readonly number[];
}

export type Labels<Label extends string> = Readonly<Record<Label, string>>;

/** A value for each set of labels. */
export type Reading<Label extends string> = readonly {
  readonly labels: Labels<Label>;
  readonly value: number;
}[];

export interface Meter {
  readonly count: <Label extends string = never>(
    named: Named<Label>,
  ) => (labels: Labels<Label>, by?: number) => void;
  /** In seconds. */
  readonly measure: <Label extends string = never>(
    measured: Measured<Label>,
  ) => (labels: Labels<Label>, seconds: number) => void;
  /** Set by whoever knows. */
  readonly show: <Label extends string = never>(
    named: Named<Label>,
  ) => (labels: Labels<Label>, value: number) => void;
  /** Asked for whenever metrics are read; while it cannot be had, the last value stays. */
  readonly ask: <Label extends string = never>(
    named: Named<Label>,
    read: () => Promise<Reading<Label>>,
  ) => void;
}

export const meterOf = (registry: Registry): Meter => {
  const options = <Label extends string>({ name, help, labels = [] }: Named<Label>, unit = '') => ({
    name: `${PREFIX}${name}${unit}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    count: (named) => {
      const counter = new Counter(options(named, '_total'));
      return (labels, by = 1) => {
        counter.inc(labels, by);
      };
    },
    measure: (measured) => {
      const histogram = new Histogram({ ...options(measured, '_seconds'), buckets: [...measured.buckets] });
      return (labels, seconds) => {
        histogram.observe(labels, Math.max(0, seconds));
      };
    },
    show: (named) => {
      const gauge = new Gauge(options(named));
      return (labels, value) => {
        gauge.set(labels, value);
      };
    },
    ask: (named, read) => {
      new Gauge({
        ...options(named),
        async collect() {
          const reading = await read().catch(() => []);
          for (const { labels, value } of reading) this.set(labels, value);
        },
      });
    },
  };
};
