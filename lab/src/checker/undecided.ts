// I-17: nobody is left undecided about an order of another protocol than the saga, and nothing is left on hold for it.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { participantNames } from '@saga-lab/protocols/parties';
import { promises } from '@saga-lab/protocols/promises';
import type { Facts } from './facts.ts';
import { isUnder, protocolOf, roleStream, waitingOf } from './protocols.ts';
import type { Under, Wait } from './protocols.ts';
import { receiversOf } from './receivers.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const nobodyUndecided = (facts: Facts): Verdict => {
  const under = facts.orders.filter(isUnder);
  const waiting = under
    .map((one) => ({ one, waits: waitsOf(facts, one) }))
    .filter(({ waits }) => waits.length > 0);
  const leaked = waiting
    .map(({ one, waits }) => ({ one, waits: waits.filter((wait) => isForEver(facts, one, wait)) }))
    .filter(({ waits }) => waits.length > 0);
  const judged = verdict('I-17', leaked.map(says), {
    holds: `Nobody is in doubt about ${count(under.length, 'order')} of other protocols, and nothing is left on hold.`,
    violated: 'Somebody waits for the end of an order, and nothing is left that would bring it.',
  });
  if (judged.state === 'violated' || waiting.length === 0) return judged;
  const sentence = 'Some orders of other protocols are undecided somewhere.';
  return { ...judged, state: 'open', sentence, findings: waiting.map(says) };
};

const says = ({ one, waits }: { readonly one: Under; readonly waits: readonly Wait[] }): string =>
  `order ${one.id} of ${protocolOf(one)}: ${waits.map((wait) => wait.with).join(', ')}.`;

/** All that a history is asked for. */
type Histories = Pick<Facts, 'history'>;

/** By what is shown of the order, and by what each role has written down itself. */
export const waitsOf = (facts: Histories, one: Under): readonly Wait[] => {
  const shown = waitingOf(one);
  const inDoubt = participantNames.filter(
    (name) => shown.every(({ at }) => at !== name) && isInDoubt(facts, one, name),
  );
  return [...shown, ...inDoubt.map((at) => ({ at, with: `${at} is in doubt` }))];
};

const isInDoubt = (facts: Histories, one: Under, at: ServiceName): boolean =>
  isSettled(facts, one, at) === false;

/** Whether the service's role has written down how it ends; `undefined` if it never waited for that. */
export const isSettled = ({ history }: Histories, one: Under, at: ServiceName): boolean | undefined => {
  const protocol = protocolOf(one);
  const types = history.ofStreamAt(at, roleStream(one)).map(({ type }) => type);
  const { ends, moments } = promises[protocol] ?? {};
  if (types.some((type) => ends?.participant.includes(type))) return true;
  return types.some((type) => moments?.lastVote.includes(type)) ? false : undefined;
};

/**
 * It has ended for the service, and something stays; or for the coordinator, to which everybody has said that all is done; or
 * nothing is under way, and no timer will make the service ask: so it is under any protocol, with a coordinator or without one.
 */
const isForEver = (facts: Facts, one: Under, { at }: Wait): boolean =>
  isSettled(facts, one, at) === true || hasEndedAtCoordinator(facts, one) || !isAnythingLeft(facts, one, at);

const hasEndedAtCoordinator = ({ history }: Facts, one: Under): boolean =>
  history.ofStreamAt(orchestrator.name, roleStream(one)).some(({ type }) => type === 'TransactionEnded');

/** Of this order: a timer of the service, or a message on its way to anybody, who may tell the service when it comes. */
const isAnythingLeft = ({ history }: Facts, { id }: Under, at: ServiceName): boolean => {
  const commits = history.ofSaga(id);
  const taken = new Set(commits.map(({ service, commit }) => `${service} ${commit._id}`));
  return commits.some(({ service, commit: { outbox, sent } }) =>
    outbox.some((entry, n) =>
      entry.notBefore === undefined
        ? receiversOf(entry).some((receiver) => !taken.has(`${receiver} ${entry.id}`))
        : service === at && !sent.includes(n),
    ),
  );
};
