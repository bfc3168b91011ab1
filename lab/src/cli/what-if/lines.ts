// A parallel history as lines: where it begins to be another one, how orders would have ended, what would be, what needs people.
import { count } from '../../checker/verdict.ts';
import type { Audit } from '../../reader/audit.ts';
import type { Act } from '../../rollback/apply.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { wrapped } from '../../show/wrapped.ts';
import type { WhatIfFound } from '../../what-if/found.ts';
import type { Divergence } from '../../what-if/plan/divergence.ts';
import type { WhatIfPlan } from '../../what-if/plan/plan.ts';
import type { End, OrderWhatIf } from '../../what-if/plan/sagas.ts';
import type { ThingWhatIf } from '../../what-if/plan/things.ts';
import { auditLines } from '../check/show.ts';
import { actLine, indented, MOST, moreThan, sentenceLines } from '../listed.ts';
import { inWords, typedAgain } from './asked.ts';

export interface WhatIfDone extends WhatIfFound {
  readonly made: readonly Act[];
  readonly audit: Audit;
}

export const planLines = (found: WhatIfFound, paint: Paint, width = Infinity): readonly string[] => [
  ...headingLines(`What if ${inWords(found.asked)}`, paint, width),
  ...countLines(found),
  '',
  ...(isNothing(found) ? ['Nothing would be otherwise.'] : foundLines(found, paint, width)),
  ...['', ...todoLines(found, paint, width)],
];

export const doneLines = (done: WhatIfDone, paint: Paint, width = Infinity): readonly string[] => [
  ...headingLines(`Corrected: ${inWords(done.asked)}`, paint, width),
  '',
  ...(done.made.length === 0 ? ['Nothing was left to do.'] : done.made.map((act) => actLine(act, paint))),
  ...['', ...comparisonLines(done, paint)],
  ...spaced(sentenceLines(NEEDS_PEOPLE, done.acts, paint, width)),
  ...['', ...auditLines(done.audit, paint)],
];

const NEEDS_PEOPLE = 'What went outside already, and needs a person';

const headingLines = (text: string, paint: Paint, width: number): readonly string[] =>
  wrapped(text, width).map((line) => paint('heading', line));

const spaced = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

const todoLines = ({ asked, corrections }: WhatIfFound, paint: Paint, width: number): readonly string[] => {
  const left = corrections.filter(({ isDone }) => !isDone).map(({ sentence }) => sentence);
  if (left.length === 0) return ['All that can be corrected is corrected already.'];
  return [
    ...sentenceLines('What --apply records', left, paint, width),
    '',
    `To do it:  ${typedAgain(asked)} --apply`,
  ];
};

/** What one can still do something about; what was charged and shipped stays as it was. */
const lasting: readonly string[] = ['available', 'unitPrice', 'balance'];

const comparisonLines = ({ things }: WhatIfDone, paint: Paint): readonly string[] => {
  const rows = things.flatMap(rowsOf).filter(([, name]) => lasting.includes(String(name)));
  if (rows.length === 0) return ['Prices, pieces and balances are as they would be.'];
  return [
    paint('heading', 'What is still otherwise'),
    ...indented(table(['thing', 'figure', 'is', 'would be'], rows.slice(0, MOST))),
    ...moreThan(rows.length),
  ];
};

export const isNothing = ({ divergences, things }: WhatIfPlan): boolean =>
  divergences.length === 0 && things.length === 0;

/** What is the same to say before and after something is done about it. */
export const foundLines = (found: WhatIfFound, paint: Paint, width: number): readonly string[] =>
  [
    beginLines(found.divergences[0], paint, width),
    endLines(found.ends, paint),
    amountLines(found.amounts, paint),
    thingLines(found.things, paint),
    sentenceLines('What would have been refused, and was not', found.refused, paint, width),
    sentenceLines(NEEDS_PEOPLE, found.acts, paint, width),
  ]
    .filter((part) => part.length > 0)
    .flatMap((part, n) => (n === 0 ? part : ['', ...part]));

const countLines = ({ divergences, same, more }: WhatIfPlan): readonly string[] => [
  `  decided again: ${count(same, 'commit')} the same, ${divergences.length} otherwise, ${more} more; nothing is done yet`,
];

const beginLines = (first: Divergence | undefined, paint: Paint, width: number): readonly string[] => {
  if (!first) return ['Everything else would have been decided as it was.'];
  const { type, saga, service, at, lamport, then, would } = first;
  return [
    paint('heading', 'Where it begins to be otherwise'),
    `  ${type} of ${saga} at ${service}`,
    `  ${new Date(at).toISOString()}, Lamport value ${lamport}`,
    ...labelled('then', then, width),
    ...labelled('would have', would, width),
  ];
};

const LABEL = 14;

const labelled = (label: string, text: string, width: number): readonly string[] =>
  wrapped(text, width - LABEL).map((line, n) => `${(n === 0 ? `  ${label}` : '').padEnd(LABEL)}${line}`);

const endLines = (ends: readonly OrderWhatIf[], paint: Paint): readonly string[] => {
  if (ends.length === 0) return [];
  const rows = ends.slice(0, MOST).map(({ order, then, would }) => [order, endSaid(then), endSaid(would)]);
  return [
    paint('heading', `${count(ends.length, 'order')} would have ended otherwise`),
    ...indented(table(['order', 'then', 'would have'], rows)),
    ...moreThan(ends.length),
  ];
};

/** As its customer knows it. */
const endSaid = ({ order = 'not there', reason }: End): string =>
  reason === undefined ? order : `${order}, ${reason}`;

const amountLines = (amounts: readonly OrderWhatIf[], paint: Paint): readonly string[] => {
  if (amounts.length === 0) return [];
  const rows = amounts
    .slice(0, MOST)
    .map(({ order, customerId, then, would }) => [order, customerId, then.cost ?? '-', would.cost ?? '-']);
  return [
    paint(
      'heading',
      `${count(amounts.length, 'order')} would have ended the same way, and cost something else`,
    ),
    ...indented(table(['order', 'customer', 'then', 'would have'], rows)),
    ...moreThan(amounts.length),
  ];
};

const thingLines = (things: readonly ThingWhatIf[], paint: Paint): readonly string[] => {
  if (things.length === 0) return ['Stock and accounts would be as they are.'];
  return [
    paint('heading', 'What would be otherwise now'),
    ...indented(table(['thing', 'figure', 'is', 'would be'], things.slice(0, MOST).flatMap(rowsOf))),
    ...moreThan(things.length),
  ];
};

const rowsOf = ({ kind, id, now, would }: ThingWhatIf) =>
  Object.keys(now ?? would ?? {})
    .filter((name) => now?.[name] !== would?.[name])
    .map((name) => [`${kind} ${id}`, name, now?.[name] ?? '-', would?.[name] ?? '-']);
