// What in a report an operator should look at, and where to read on.
import type { QueueCount } from '@saga-lab/launcher/broker/queue-counts';
import type { Finding } from '../finding.ts';
import { duration } from './age.ts';
import type { PartStatus, Report, ServiceStatus } from './report.ts';

const PAGE = 'docs/operations.md';
/** Sent within milliseconds as a rule; a sweeper repeats what was lost within about ten seconds. */
const UNSENT_TOO_LONG_MS = 30_000;

export const isReady = ({ parts }: Report): boolean => parts.every(({ ready }) => ready);

/** The first says whether all parts are ready; `violated` is a part that is not, everything else is `open`. */
export const adviceOn = (report: Report): readonly Finding[] => {
  const { parts, services, queues = [], sagas } = report;
  const parked = sagas?.counts.PARKED ?? 0;
  return [
    ...(isReady(report) ? [allReady(parts)] : []),
    ...parts.filter(({ ready }) => !ready).map(notReady),
    ...(parked > 0 ? [waitForPeople(parked)] : []),
    ...adviceOnTransactions(report),
    ...services.filter(isStuck).map(stuck),
    ...services.filter(({ deadLetters = 0 }) => deadLetters > 0).map(letters),
    ...queues.filter(({ ready, consumers }) => ready > 0 && consumers === 0).map(unheard),
  ];
};

const allReady = (parts: readonly PartStatus[]): Finding => ({
  state: 'holds',
  sentence: `All ${parts.length} parts are ready`,
});

const notReady = ({ name, why = 'nobody knows why' }: PartStatus): Finding => ({
  state: 'violated',
  sentence: `${name} is not ready: ${why}`,
  next: `${PAGE}#not-ready`,
});

const waitForPeople = (count: number): Finding => ({
  state: 'open',
  sentence: `${count} ${count === 1 ? 'saga is' : 'sagas are'} PARKED: a step has no answer after many tries, and a person should see why`,
  next: `npm run lab -- parked   (${PAGE}#a-parked-saga)`,
});

/** Every order is in doubt for a moment. */
const IN_DOUBT_TOO_LONG_MS = 30_000;

const adviceOnTransactions = ({ transactions, at }: Report): readonly Finding[] => {
  if (!transactions) return [];
  const { parked, oldest, damaged } = transactions;
  const waitedMs = oldest ? Date.parse(at) - Date.parse(oldest.since) : 0;
  const sentences = [
    ...(parked > 0
      ? [`${parked} of other protocols PARKED: somebody does not answer, or it ended by half`]
      : []),
    ...(oldest && waitedMs > IN_DOUBT_TOO_LONG_MS
      ? [
          `Order ${oldest.orderId} has been in doubt for ${duration(waitedMs)}: whoever decides about it may be away`,
        ]
      : []),
    ...Object.keys(damaged).map(
      (service) => `Heuristic damage at ${service}: a person decided, and the outcome was another`,
    ),
  ];
  return sentences.map((sentence) => ({ state: 'open', sentence, next: `${PAGE}#a-hold-in-doubt` }));
};

const isStuck = ({ waitedMs = 0 }: ServiceStatus): boolean => waitedMs > UNSENT_TOO_LONG_MS;

const stuck = ({ service, pending = 0, waitedMs = 0 }: ServiceStatus): Finding => ({
  state: 'open',
  sentence: `The outbox of ${service} does not drain: ${pending} pending, the oldest for ${duration(waitedMs)}`,
  next: `${PAGE}#an-outbox-that-does-not-drain`,
});

const letters = ({ service, deadLetters = 0 }: ServiceStatus): Finding => ({
  state: 'open',
  sentence: `${service} keeps ${deadLetters} dead ${deadLetters === 1 ? 'letter' : 'letters'} that nobody has replayed`,
  next: `npm run lab -- dead-letters   (${PAGE}#dead-letters)`,
});

const unheard = ({ queue, ready }: QueueCount): Finding => ({
  state: 'open',
  sentence: `Nobody consumes ${queue}, where ${ready} ${ready === 1 ? 'message waits' : 'messages wait'}`,
  next: `${PAGE}#a-queue-without-a-consumer`,
});
