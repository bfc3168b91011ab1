// What pictures make of the words of protocols: which shape a message has, who is in doubt, and what ends an order somewhere.
import { orchestrator } from '@saga-lab/contracts/services';
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { Commit, OutboxEntry } from '@saga-lab/platform/store/commit';
import { protocols } from '@saga-lab/protocols/index';
import type { CommitsByService } from '../client/documents.ts';
import { CATEGORY } from '@saga-lab/protocols/locks/lock';
import type { Claimant } from '@saga-lab/protocols/locks/lock';
import { promising, settling } from '@saga-lab/protocols/vocabulary';
import type { Arrow } from './arrow.ts';
import type { Hold } from './entry.ts';

const names: readonly string[] = protocols.map(({ name }) => name);

const protocolOf = (type: string): string | undefined => names.find((name) => type.startsWith(`${name}.`));

/** Of a message's type. */
export const isOfProtocol = (type: string): boolean => protocolOf(type) !== undefined;

/** Somebody in it says something of a protocol. */
export const isUnderProtocol = (commits: CommitsByService): boolean =>
  Object.values(commits)
    .flat()
    .some(({ outbox }: Commit) => outbox.some(({ type }) => isOfProtocol(type)));

const REFUSALS = /(Refused|VotedNo|Insufficient|Declined|TooLate)$/;
const UNDOINGS = /^(Abort|Cancel|OrderRejected)$/;

/** What the coordinator and whoever asks say is a command; what is said to the coordinator, or to whoever listens, is an event. */
export const protocolArrow = (
  { type, to: named, attempt }: OutboxEntry,
  { from, to, of, waiting }: Pick<Arrow, 'from' | 'to' | 'of' | 'waiting'>,
): Arrow => {
  const label = type.slice(type.indexOf('.') + 1);
  const isEvent = named === undefined || (named === orchestrator.name && from !== orchestrator.name);
  return {
    label,
    of,
    from,
    to,
    waiting,
    shape: isEvent ? 'reply' : 'command',
    compensation: UNDOINGS.test(label),
    refusal: REFUSALS.test(label),
    attempt: isEvent ? undefined : attempt,
  };
};

const own = ({ events }: Commit) =>
  events.filter(({ stream }) => names.includes(parseStream(stream).category));

/** What one order has inherited from another one was caused by that, and is its own all the same. */
export const orderOf = ({ input, correlationId }: Commit): string => input.sagaId ?? correlationId;

/** From a commit on, or no longer. */
interface Change extends Pick<Hold, 'sign'> {
  readonly orderId: string;
  readonly begins: boolean;
}

/** Whether a participant holds something whose end only others can say. */
export const doubtsIn = (commit: Commit): readonly Change[] => {
  const types = own(commit).map(({ type }) => type);
  const change = { orderId: orderOf(commit), sign: '??' } as const;
  if (types.some((type) => settling.includes(type))) return [{ ...change, begins: false }];
  return types.some((type) => promising.includes(type)) ? [{ ...change, begins: true }] : [];
};

const ofLocks = ({ events }: Commit) =>
  events
    .filter(({ stream }) => parseStream(stream).category === CATEGORY)
    .map(({ stream, type, data }) => ({
      type,
      thing: parseStream(stream).id,
      orderId: (data as Claimant).orderId,
    }));

/** Which orders own a lock. */
export const locksIn = (commit: Commit): readonly Change[] =>
  ofLocks(commit)
    .filter(({ type }) => type !== 'LockAwaited')
    .map(({ type, orderId }) => ({ orderId, sign: '//', begins: type !== 'Unlocked' }));

/** What a picture tells of where it happens, although nobody is told of it. */
const TOLD = ['OrderApproved', 'OrderRejected', 'Lapsed', 'ConfirmTooLate', 'HeuristicDamage'];

/** Of an order under a protocol, or one that waits for another. */
export const endIn = (commit: Commit): string | undefined => {
  const waits = ofLocks(commit).find(({ type }) => type === 'LockAwaited');
  if (waits) return `waits for ${waits.thing}`;
  if (own(commit).length === 0) return undefined;
  const isSaid = (event: string): boolean => commit.outbox.some(({ type }) => type.endsWith(`.${event}`));
  return commit.events.find(({ type }) => TOLD.includes(type) && !isSaid(type))?.type;
};
