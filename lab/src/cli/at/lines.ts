// How one moment is shown in a terminal: what there was, what was under way, and of one order its picture.
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { elapsedText } from '../../show/rows.ts';
import { legendFor } from '../../show/timeline.ts';
import { pictureAt } from '../../time-travel/picture.ts';
import type { AnyLook } from '../../time-travel/look.ts';
import { lamportOf } from '../../time-travel/steps.ts';
import { ALL, hasEndedIn } from './subject.ts';
import { systemLines } from './system-lines.ts';

/** More of them are counted. */
const MOST_SHOWN = 10;

export const linesOf = (look: AnyLook, paint: Paint, width?: number): readonly string[] => [
  ...headingLines(look, paint),
  '',
  ...thingLines(look),
  '',
  ...underwayLines(look, paint),
  ...(look.order === undefined ? [] : ['', ...legendOf(width), '', ...pictureAt(look.cut, paint, width)]),
  '',
  ...nextLines(look),
];

/** In these pictures a dotted line is a message on its way, confirmed or not. */
const legendOf = (width?: number): readonly string[] =>
  legendFor(width).map((line) => line.replace('..> not confirmed', '..> in flight'));

export const headingLines = (look: AnyLook, paint: Paint): readonly string[] => {
  const { order, lamport, at, commits, ofCommits } = look;
  const what = order === undefined ? 'The system' : `Order ${order}`;
  return [
    paint('heading', `${what} at Lamport value ${lamport}`),
    `  ${at === undefined ? 'nothing had happened' : new Date(at).toISOString()}; ${commits} of ${ofCommits} commits had been made`,
    ...laterLines(look),
  ];
};

/** Asked for a value behind the last that happened to an order: why that is what is shown. */
const laterLines = (look: AnyLook): readonly string[] => {
  if (look.order === undefined) return [];
  const { order } = look;
  const { whole, moment } = look.cut;
  if (moment.lamport === undefined || moment.lamport <= lamportOf({ history: whole })) return [];
  return hasEndedIn({ name: order, history: whole })
    ? [`  that is how it ended, and how it stays: at ${moment.lamport}, too`]
    : [`  nothing more had happened to it up to ${moment.lamport}`];
};

export const thingLines = (look: AnyLook): readonly string[] => {
  if (look.order === undefined) return systemLines(look.sums);
  const { order: name, shown } = look;
  return [
    labelled('order', shown.orders.get(name)),
    labelled('saga', shown.sagas.get(name)),
    labelled('payment', shown.payments.get(name)),
    labelled('reservation', shown.reservations.get(name)),
  ];
};

interface Shown {
  readonly status: string;
  readonly step?: string;
  readonly reason?: string;
  readonly version: number;
}

const labelled = (label: string, found: unknown): string => {
  if (found === undefined) return `${label.padEnd(LABEL)} nothing known of it`;
  const { status, step, reason, version } = found as Shown;
  const where = step === undefined ? '' : ` at ${step}`;
  return `${label.padEnd(LABEL)} ${status}${where}${reason === undefined ? '' : ` (${reason})`}, version ${version}`;
};

const LABEL = 12;

export const underwayLines = (look: AnyLook, paint: Paint): readonly string[] => [
  ...listed(paint, 'In flight', 'message', messageTable(look)),
  ...listed(paint, 'Armed', 'timer', timerTable(look)),
];

type Rows = readonly (readonly (string | number)[])[];
interface Listed {
  readonly heading: readonly string[];
  readonly rows: Rows;
}

const listed = (paint: Paint, title: string, noun: string, { heading, rows }: Listed): readonly string[] => {
  const count = `${rows.length} ${noun}${rows.length === 1 ? '' : 's'}`;
  if (rows.length === 0) return [`${title}: no ${noun}`];
  const more = rows.length - MOST_SHOWN;
  return [
    paint('heading', `${title}: ${count}`),
    ...table(heading, rows.slice(0, MOST_SHOWN)).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more; --json has all`] : []),
  ];
};

/** `saga-orchestrator` -> `orchestrator`, so that a row fits into 80 columns. */
const short = (service: string): string => service.replace(/^saga-|-service$/g, '');

const messageTable = ({ order, messages }: AnyLook): Listed => {
  const isAll = order === undefined;
  return {
    heading: ['message', ...(isAll ? ['saga'] : ['from']), 'to', 'sent', 'handled'],
    rows: messages.map(({ entry, from, to, sentBy, handledBy }) => [
      entry.type,
      isAll ? (entry.sagaId ?? '-') : short(from),
      short(to),
      `at ${sentBy.lamport}`,
      handledBy ? `at ${handledBy.lamport}` : 'not until now',
    ]),
  };
};

const timerTable = ({ order, timers, at = 0 }: AnyLook): Listed => ({
  heading: ['timer', ...(order === undefined ? ['saga'] : []), 'of', 'armed', 'fires'],
  rows: timers.map(({ entry, service, armedBy, firesAt }) => [
    entry.type,
    ...(order === undefined ? [entry.sagaId ?? armedBy.correlationId] : []),
    short(service),
    `at ${armedBy.lamport}`,
    firesAt <= at ? 'now' : `in ${elapsedText(firesAt - at)}`,
  ]),
});

const nextLines = ({ order, previous, next, lamport }: AnyLook): readonly string[] => {
  const type = (label: string, moment: number | undefined, option = '') =>
    moment === undefined
      ? []
      : [`${label.padEnd(LABEL)} npm run lab -- at ${order ?? ALL} ${moment}${option}`];
  return [
    ...type('step back', previous),
    ...type('step forward', next),
    ...type('with arrows', lamport, ' --step'),
  ];
};
