// A rollback as lines: what it would do or did, what nobody can undo, and how everything stands against the moment.
import { count } from '../../checker/verdict.ts';
import type { Audit } from '../../reader/audit.ts';
import type { Act } from '../../rollback/apply.ts';
import type { RollbackPlan } from '../../rollback/plan.ts';
import type { UndoneOrder, Way } from '../../rollback/orders.ts';
import { isChanged } from '../../rollback/things.ts';
import type { Figures, ThingBack } from '../../rollback/things.ts';
import type { Paint } from '../../show/paint.ts';
import { table } from '../../show/table.ts';
import { auditLines } from '../check/show.ts';
import { actLine, indented, MOST, moreThan, sentenceLines } from '../listed.ts';

export interface RollbackFound extends RollbackPlan {
  /** The moment, as it can be typed again. */
  readonly to: string;
  /** Of the last that had happened at the moment, and when that was, milliseconds since the epoch. */
  readonly lamport: number;
  readonly at: number | undefined;
  /** Orders that had ended by then. */
  readonly kept: number;
}

export interface RollbackDone extends RollbackFound {
  readonly acts: readonly Act[];
  /** Orders to undo that have not ended. */
  readonly open: readonly UndoneOrder[];
  readonly audit: Audit;
}

const ways: Readonly<Record<Way, string>> = {
  abort: 'given up: its steps are compensated',
  wait: 'it is being undone, or begins just now',
  person: 'PARKED: waits for a person',
  forward: 'past its pivot: ends, then acts',
  undecided: 'ends first, under its protocol',
  acts: 'acts give back what it took',
  nothing: 'is undone already',
};

export const planLines = (found: RollbackFound, paint: Paint, width?: number): readonly string[] => [
  paint('heading', `What a rollback to ${found.to} would do; nothing is done yet`),
  ...beginLines(found),
  '',
  ...orderLines(found.orders, paint),
  '',
  ...thingLines(found.things, paint),
  ...outsideLines(found, paint, width),
  '',
  ...(isDone(found)
    ? ['Everything is as it was then: there is nothing to do.']
    : [`To do it:  npm run lab -- rollback --to ${found.to} --apply`]),
];

export const doneLines = (done: RollbackDone, paint: Paint, width?: number): readonly string[] => [
  paint('heading', `Rolled back to ${done.to}`),
  ...beginLines(done),
  '',
  ...(done.acts.length === 0 ? ['Nothing was left to do.'] : done.acts.map((act) => actLine(act, paint))),
  ...done.open.map(
    ({ order, now }) =>
      `${paint('fail', '(x)')} order ${order} has not ended: ${now}. See it: npm run lab -- why ${order}; then the same again`,
  ),
  ...outsideLines(done, paint, width),
  '',
  ...comparisonLines(done.things, paint),
  '',
  ...auditLines(done.audit, paint),
];

export const isDone = ({ orders, things }: RollbackPlan): boolean =>
  !things.some(isChanged) && orders.every(({ way }) => way === 'acts' || way === 'nothing');

const beginLines = ({ lamport, at, kept }: RollbackFound): readonly string[] => [
  `  ${at === undefined ? 'nothing had happened' : `the last before it: ${new Date(at).toISOString()}, Lamport value ${lamport}`}`,
  `  ${count(kept, 'order')} had ended by then, and ${kept === 1 ? 'stays' : 'stay'} as ${kept === 1 ? 'it is' : 'they are'}`,
];

const orderLines = (orders: readonly UndoneOrder[], paint: Paint): readonly string[] => {
  if (orders.length === 0) return ['No order to undo.'];
  const rows = orders
    .slice(0, MOST)
    .map(({ order, then, now, way }) => [order, then ?? 'not begun', now, ways[way]]);
  return [
    paint('heading', `${count(orders.length, 'order')} had not ended then`),
    ...indented(table(['order', 'then', 'now', 'how it is undone'], rows)),
    ...moreThan(orders.length),
  ];
};

const thingLines = (things: readonly ThingBack[], paint: Paint): readonly string[] => {
  const changed = things.filter(isChanged);
  const same = things.length - changed.length;
  if (changed.length === 0) return ['Stock and accounts are as they were.'];
  return [
    paint('heading', 'What is brought back'),
    ...figuresTable(changed.slice(0, MOST), ['then', 'now', 'after'], ({ then, now, target }) => [
      then,
      now,
      target,
    ]),
    ...moreThan(changed.length),
    ...(same > 0 ? [`  ${count(same, 'other')} as they were`] : []),
  ];
};

const comparisonLines = (things: readonly ThingBack[], paint: Paint): readonly string[] => [
  paint('heading', 'Then and now, with what orders on their way held given back'),
  ...figuresTable(things.slice(0, MOST), ['then', 'aimed at', 'now'], ({ then, now, target }) => [
    then,
    target,
    now,
  ]),
  ...moreThan(things.length),
];

type Columns = (thing: ThingBack) => readonly (Figures | undefined)[];

const figuresTable = (
  things: readonly ThingBack[],
  headings: readonly string[],
  columns: Columns,
): readonly string[] => {
  const rows = things.flatMap((thing) =>
    Object.keys(thing.target).map((name) => [
      `${thing.kind} ${thing.id}`,
      name,
      ...columns(thing).map((figures) => figures?.[name] ?? '-'),
    ]),
  );
  return indented(table(['thing', 'figure', ...headings], rows));
};

const outsideLines = ({ outside }: RollbackPlan, paint: Paint, width?: number): readonly string[] => {
  const lines = sentenceLines('What went outside, and cannot be undone from here', outside, paint, width);
  return lines.length === 0 ? [] : ['', ...lines];
};
