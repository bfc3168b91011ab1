// How costs grow, as one page that needs nothing else.
import { figureTable } from '@saga-lab/lab/report/pieces';
import { markup } from '@saga-lab/lab/report/markup';
import type { Markup } from '@saga-lab/lab/report/markup';
import { mark } from '@saga-lab/lab/report/marks';
import { page } from '@saga-lab/lab/report/page';
import { plot } from '@saga-lab/lab/report/plot';
import { machineTable } from '../report/machine.ts';
import type { GrowthResult } from './result.ts';
import type { Series } from './series.ts';

export const pageOf = ({ command, at, machine, series }: GrowthResult): string => {
  const goals = series.flatMap((one) => one.goals);
  const reached = goals.filter(({ state }) => state === 'holds');
  return page({
    title: 'How the cost of a saga grows',
    state: goals.length === 0 ? 'none' : reached.length === goals.length ? 'holds' : 'open',
    outcome: `${reached.length} of ${goals.length} goals are reached.`,
    command,
    at,
    sections: [
      ...series.map((one) => ({ id: one.name, title: one.title, body: bodyOf(one) })),
      { id: 'how', title: 'On what it was measured', body: machineTable(machine) },
    ],
  });
};

const bodyOf = ({ about, says, goals, figures, curves }: Series): Markup =>
  markup`<p>${about}</p>
${says.map((sentence) => markup`<p><b>${sentence}</b></p>\n`)}${goals.map(({ state, sentence }) => markup`<p>${mark(state, state === 'holds' ? 'This goal is reached.' : 'This goal is not reached.')} ${sentence}</p>\n`)}${curves.map(plot)}${figures.map(figureTable)}`;
