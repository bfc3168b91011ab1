// I-9 and I-10: every message arrived where it was meant to, none came from nowhere, and all of them go back to a request.
import { orchestrator } from '@saga-lab/contracts/services';
import type { OutboxEntry } from '@saga-lab/platform/store/commit';
import type { Facts, Tampering } from './facts.ts';
import type { Recorded } from './history.ts';
import { receiversOf, takenIn } from './receivers.ts';
import type { Verdict } from './verdict.ts';
import { count, verdict } from './verdict.ts';

export const everyMessageArrived = (facts: Facts): Verdict => {
  const { tampering, orders } = facts;
  const { sent, lost: missing } = messagesOfSagas(facts);
  const taken = new Set(tampering.lostMessages);
  const lost = missing.filter(({ entry }) => !taken.has(entry.id));
  const waiting = lost.filter(({ confirmed }) => !confirmed).map(({ entry }) => waits(entry));
  const gone = lost.filter(({ confirmed }) => confirmed).map(({ entry }) => isLost(entry));
  const allowed = tampering.losses.length > 0;
  const findings = [...waiting, ...(allowed ? [] : gone), ...letterFindings(facts)];
  const exceptions = exceptionsOf(
    { taken: missing.length - lost.length, gone: allowed ? gone.length : 0 },
    tampering,
  );
  const letters =
    count(facts.deadLetters.length, 'dead letter') + (tampering.anyDeadLetter ? '' : ', as expected');
  return verdict('I-9', findings, {
    holds: `${count(sent.length, 'message')} of ${count(orders.length, 'saga')} sent; each arrived${exceptions}; ${letters}.`,
    violated: 'A message was not sent, did not arrive, or became a dead letter that nobody expected.',
  });
};

const messagesOfSagas = (facts: Facts) => {
  const arrived = arrivals(facts);
  const sent = sagaCommits(facts).flatMap(messagesOf);
  return { sent, lost: sent.filter(({ entry }) => !arrived(entry)) };
};

/** Ids of the messages that the broker confirmed and nobody took in. */
export const lostMessages = (facts: Facts): readonly string[] =>
  messagesOfSagas(facts).lost.flatMap(({ entry, confirmed }) => (confirmed ? [entry.id] : []));

const exceptionsOf = (
  { taken, gone }: { readonly taken: number; readonly gone: number },
  { losses }: Tampering,
): string =>
  (taken > 0 ? ` but ${taken} that were taken away` : '') +
  (losses.length > 0 ? ` but ${gone} (${losses.join(', ')})` : '');

const waits = ({ type, sagaId = '' }: OutboxEntry) => `${type} of saga ${sagaId} was never confirmed.`;
const isLost = ({ type, sagaId = '' }: OutboxEntry) =>
  `${type} of saga ${sagaId} was confirmed, and did not arrive.`;

interface Sent {
  readonly entry: OutboxEntry;
  readonly confirmed: boolean;
}

/** What a commit says to others: timers are not messages to anybody else. */
const messagesOf = ({ commit }: Recorded): readonly Sent[] =>
  commit.outbox
    .map((entry, n) => ({ entry, confirmed: commit.sent.includes(n) }))
    .filter(({ entry }) => entry.notBefore === undefined && receiversOf(entry).length > 0);

/** Where it was to arrive, it has; an order may announce itself several times: a saga that has started takes no notice, and leaves no trace of it. */
const arrivals = ({ history, deadLetters }: Facts): ((entry: OutboxEntry) => boolean) => {
  const kept = deadLetters.flatMap(({ messageId }) => messageId ?? []);
  const ids = new Set(kept);
  const starts = history.all.filter(({ commit }) => commit.input.type in orchestrator.starts);
  const started = new Set(starts.map(({ commit }) => commit.input.sagaId));
  const arrived = takenIn(history);
  return (entry) =>
    ids.has(entry.id) || arrived(entry) || (entry.type in orchestrator.starts && started.has(entry.sagaId));
};

const sagaCommits = ({ history, orders }: Facts): readonly Recorded[] =>
  orders.flatMap(({ id }) => history.ofSaga(id));

/** Exactly those that were announced: each takes one announcement. */
const letterFindings = ({ deadLetters, tampering }: Facts): readonly string[] => {
  if (tampering.anyDeadLetter) return [];
  const expected = [...tampering.deadLetters];
  const unexpected = deadLetters.filter(({ reason }) => {
    if (tampering.mayExpire && reason.startsWith('EXPIRED')) return false;
    const at = expected.findIndex((part) => reason.includes(part));
    if (at >= 0) expected.splice(at, 1);
    return at < 0;
  });
  return [
    ...unexpected.map(({ _id, reason }) => `dead letter ${_id}: ${reason}`),
    ...expected.map((part) => `there should be a dead letter because of ${part}.`),
  ];
};

export const everythingHasACause = (facts: Facts): Verdict => {
  const commits = sagaCommits(facts);
  const causes = new Map(
    facts.history.all.flatMap(({ commit }) => commit.outbox.map(({ id }) => [id, commit._id] as const)),
  );
  const forged = new Set(facts.tampering.forged);
  const rootless = commits.filter(({ commit }) => {
    const root = rootOf(commit._id, causes);
    return !root.startsWith('http:') && !forged.has(root);
  });
  const findings = rootless.map(
    ({ service, commit }) => `${commit.input.type} at ${service} (${commit._id}) came from nowhere.`,
  );
  return verdict('I-10', findings, {
    holds: `Whatever happened goes back to a request, message by message: ${count(commits.length, 'commit')}.`,
    violated: 'Something happened that no request led to.',
  });
};

/** From message to message, back to the one that no commit sent. */
const rootOf = (id: string, causes: ReadonlyMap<string, string>): string => {
  let root = id;
  const seen = new Set<string>();
  for (let cause = causes.get(root); cause !== undefined && !seen.has(root); cause = causes.get(root)) {
    seen.add(root);
    root = cause;
  }
  return root;
};
