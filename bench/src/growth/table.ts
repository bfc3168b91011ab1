// How costs grow, as text of a terminal.
import type { Figure } from '@saga-lab/lab/report/pieces';
import { columns } from '../report/table.ts';
import type { Series } from './series.ts';

export const tableOf = (series: readonly Series[]): string => series.map(partOf).join('\n\n');

const partOf = ({ title, says, goals, figures }: Series): string =>
  [
    title,
    ...says,
    ...goals.map(({ state, sentence }) => `${state === 'holds' ? '(/)' : '(~)'} ${sentence}`),
    ...figures.flatMap((figure) => ['', `${figure.name}:`, ...linesOf(figure)]),
  ].join('\n');

const linesOf = ({ heading, rows }: Figure): readonly string[] =>
  columns([heading, ...rows.map((row) => row.map((value) => value.toLocaleString('en')))]);
