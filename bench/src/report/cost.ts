// Tables of what one saga costs.
import type { Figure } from '@saga-lab/lab/report/pieces';
import type { RunFigures } from '../contest/run.ts';
import { byKind, kinds, ofDatabases } from '../figures/comparison.ts';
import type { Compared } from '../figures/comparison.ts';
import { digits } from './table.ts';

const KIB = 1_024;

const rowsOf = (
  loads: readonly Compared[],
  cells: (figures: RunFigures) => readonly (string | number)[],
): Figure['rows'] =>
  loads.flatMap(({ load, of }) =>
    Object.entries(of).map(([name, { median }]) => [load, name, ...cells(median)]),
  );

export const costFigures = (loads: readonly Compared[]): readonly Figure[] => [
  {
    name: 'Milliseconds of processor time for one saga',
    heading: ['load', 'who', 'all', ...kinds],
    rows: rowsOf(loads, (figures) => {
      const cpu = byKind(figures, 'cpuMs');
      return [
        digits(kinds.reduce((sum, kind) => sum + cpu[kind], 0)),
        ...kinds.map((kind) => digits(cpu[kind])),
      ];
    }),
  },
  {
    name: 'What the four databases counted for one saga: documents, requests, and KiB over the network',
    heading: [
      'load',
      'who',
      'commits',
      'inserted',
      'updated',
      'returned',
      'deleted',
      'requests',
      'KiB in',
      'KiB out',
    ],
    rows: rowsOf(loads, (figures) => [
      digits(figures.commits),
      ...(['inserted', 'updated', 'returned', 'deleted', 'requests'] as const).map((counter) =>
        digits(ofDatabases(figures, counter)),
      ),
      digits(ofDatabases(figures, 'bytesIn') / KIB),
      digits(ofDatabases(figures, 'bytesOut') / KIB),
    ]),
  },
  {
    name: 'What the broker counted for one saga, and calls of the kernel that write to a socket or file',
    heading: [
      'load',
      'who',
      'published',
      'confirmed',
      'delivered',
      'redelivered',
      'writes of the services',
      'writes of the broker',
      'KiB to the disk',
    ],
    rows: rowsOf(loads, (figures) => {
      const { messages } = figures;
      const writes = byKind(figures, 'writeCalls');
      const disk = byKind(figures, 'diskBytes');
      return [
        ...(['published', 'confirmed', 'delivered', 'redelivered'] as const).map((counter) =>
          messages ? digits(messages[counter]) : '',
        ),
        digits(writes.services),
        digits(writes.broker),
        digits((disk.databases + disk.broker + disk.services) / KIB),
      ];
    }),
  },
];

/** Of the loads with the most at once: what each process does for one saga, and how much memory it has. */
export const processFigure = (loads: readonly Compared[]): Figure => ({
  name: 'Each process: processor time and writes for one saga, and memory that is resident afterwards',
  heading: ['load', 'who', 'process', 'cpu ms', 'writes', 'KiB to the disk', 'memory MiB'],
  rows: loads
    .filter(({ load }) => load === '200 at once' || load === '500 at once')
    .flatMap(({ load, of }) =>
      Object.entries(of).flatMap(([who, { median }]) =>
        Object.entries(median.processes).map(([process, counters]) => [
          load,
          who,
          process,
          digits(counters.cpuMs),
          digits(counters.writeCalls),
          digits(counters.diskBytes / KIB),
          digits(counters.memoryMiB),
        ]),
      ),
    ),
});
