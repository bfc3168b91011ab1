// Where a parallel history is another one than the record: message for message, what was decided and what would have been.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';
import { upToDate } from '@saga-lab/platform/store/schema-versions';
import { firstDifference } from '../../checker/difference.ts';
import { sagaOf } from '../../checker/history.ts';
import type { History, Recorded } from '../../checker/history.ts';
import { said } from '../../checker/verdict.ts';
import type { Change } from '../change.ts';
import type { ParallelHistory } from '../parallel.ts';
import { FORGOTTEN_ID } from '../retroactive.ts';
import { keyOf, recordOf } from '../record.ts';
import type { Placed } from '../record.ts';

/** A message on which something else would have been decided. */
export interface Divergence {
  /** Id and type of the message. */
  readonly id: string;
  readonly type: string;
  readonly service: ServiceName;
  readonly saga: string;
  /** When it was handled, milliseconds since the epoch, and the Lamport value of its commit. */
  readonly at: number;
  readonly lamport: number;
  readonly then: string;
  readonly would: string;
}

export interface Divergences {
  /** Of the record, in its order; what is changed itself is not among them. */
  readonly otherwise: readonly Divergence[];
  /** Commits that are the same in both, and that only the parallel history has. */
  readonly same: number;
  readonly more: number;
}

export const divergencesOf = (history: History, change: Change, parallel: ParallelHistory): Divergences => {
  const would = new Map(parallel.history.all.map((each) => [nameOf(each), each.commit]));
  const isChanged = (key: string): boolean => change.without.has(key) || change.otherwise.has(key);
  const told = recordOf(history).inOrder.filter((each) => !isChanged(nameOf(each)));
  const otherwise = told.flatMap((each) => divergence(each, would.get(nameOf(each)), parallel));
  const known = new Set(history.all.map(nameOf));
  const more = [...would].filter(([key, { _id }]) => !known.has(key) && _id !== FORGOTTEN_ID);
  return { otherwise, same: told.length - otherwise.length, more: more.length };
};

const nameOf = ({ service, commit }: Recorded): string => keyOf(service, commit._id);

const divergence = (
  { service, commit, instant }: Placed,
  would: Commit | undefined,
  parallel: ParallelHistory,
): readonly Divergence[] => {
  const words = would
    ? difference(commit, would)
    : { then: firstOf(commit), would: whyNot(commit, parallel) };
  if (!words) return [];
  const { _id: id, lamport, input } = commit;
  return [{ id, type: input.type, service, saga: sagaOf(commit), at: instant, lamport, ...words }];
};

const firstOf = ({ events, outbox }: Commit): string =>
  [...events.map(({ type }) => type), ...outbox.map(({ type }) => `sends ${type}`)][0] ?? 'nothing';

const whyNot = ({ _id }: Commit, { notes }: ParallelHistory): string => {
  const note = notes.find(({ message }) => message.id === _id);
  return note ? `nothing: ${note.why}` : 'nothing: it would not have been asked';
};

type Words = Pick<Divergence, 'then' | 'would'>;

/** Of events, and of messages where those are the same; `undefined` where both are. */
const difference = (then: Commit, would: Commit): Words | undefined =>
  between(then.events.map(upToDate), would.events.map(upToDate)) ??
  between(then.outbox, would.outbox, 'sends ');

interface Part {
  readonly type: string;
  readonly data: unknown;
}

const between = (then: readonly Part[], would: readonly Part[], verb = ''): Words | undefined => {
  const n = [...then, ...would].findIndex((_, at) => !isSamePart(then[at], would[at]));
  return n === -1 ? undefined : wordsFor(then[n], would[n], verb);
};

const wordsFor = (left: Part | undefined, right: Part | undefined, verb: string): Words => {
  const found = left && left.type === right?.type && firstDifference(left.data, right.data);
  if (!found) return { then: `${verb}${withReason(left)}`, would: `${verb}${withReason(right)}` };
  const about = `${verb}${left.type}, ${found.path}`;
  return { then: `${about} ${said(found.left)}`, would: `${about} ${said(found.right)}` };
};

const isSamePart = (left: Part | undefined, right: Part | undefined): boolean =>
  left?.type === right?.type && firstDifference(left?.data, right?.data) === undefined;

const withReason = (part: Part | undefined): string => {
  if (!part) return 'no more than that';
  const { reason } = part.data as { readonly reason?: unknown };
  return typeof reason === 'string' ? `${part.type}, ${reason}` : part.type;
};
