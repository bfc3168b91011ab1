// A simulated run as a story: the sagas that it is about as pictures, with what was done to the system between the rows.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { OrderFacts } from '../checker/facts.ts';
import type { Recorded } from '../checker/history.ts';
import { isUnder } from '../checker/protocols.ts';
import type { Red } from '../simulator/red.ts';
import { commitKey } from '../simulator/simulation.ts';
import type { Injection, Simulation } from '../simulator/simulation.ts';
import type { Paint } from './paint.ts';
import { sagasNamed } from './named-sagas.ts';
import { withoutRepetition } from './repeated.ts';
import { legend, legendOfInjections, timeline } from './timeline.ts';
import { wrapped } from './wrapped.ts';

const MOST_SAGAS = 2;
/** Of a run with more of them, only those are told that fell into the time of the saga. */
const MOST_INJECTIONS = 30;
/** A message that took so long, in milliseconds, was late. */
const LATE_MS = 1_000;

export const sagaStory = (
  simulation: Simulation,
  reds: readonly Red[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): readonly string[] => {
  const { orders } = simulation.facts;
  const shown = sagasOf(orders, reds).slice(0, MOST_SAGAS);
  const others = orders.length - shown.length;
  return [
    ...[...legend, legendOfInjections].flatMap((line) => wrapped(line, width, '   ')),
    ...shown.flatMap((order) => [
      '',
      paint('heading', headingOf(order)),
      '',
      ...picture(simulation, order.id, { width, paint }),
    ]),
    ...(others > 0 ? ['', `Not shown: ${others} more ${others === 1 ? 'saga' : 'sagas'} of this run.`] : []),
  ];
};

/** Those that a finding names; all if none does. */
const sagasOf = (orders: readonly OrderFacts[], reds: readonly Red[]): readonly OrderFacts[] => {
  const findings = reds.map(({ finding }) => finding);
  const named = new Set(sagasNamed(findings, new Set(orders.map(({ id }) => id))));
  return named.size > 0 ? orders.filter(({ id }) => named.has(id)) : orders;
};

const headingOf = (one: OrderFacts): string => {
  const { id, saga, order } = one;
  const status = order?.status ?? 'not in the list';
  return isUnder(one)
    ? `Order ${id} under ${one.order.protocol}: ${status}`
    : `Saga ${id}: ${saga?.status ?? 'not known to the orchestrator'}, order ${status}`;
};

const picture = (
  { facts, durableAt, injections }: Simulation,
  id: string,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): readonly string[] => {
  const timeOf = ({ service, commit }: Recorded) => durableAt.get(commitKey(service, commit._id)) ?? 0;
  const own = facts.history.ofSaga(id);
  const commits = ofEveryService((name) =>
    own.flatMap(({ service, commit }) => (service === name ? [commit] : [])),
  );
  const allInjections = injections.length <= MOST_INJECTIONS;
  const lines = timeline(commits, paint, {
    width,
    timeOf,
    allInjections,
    injections: [...injections, ...lateIn(own, timeOf)],
  });
  return withoutRepetition(lines, (times) => `    ...  the same ${times} more times`);
};

/** Whatever the reason, a message that took long is drawn as a late one. */
const lateIn = (
  commits: readonly Recorded[],
  timeOf: (recorded: Recorded) => number,
): readonly Injection[] => {
  const sent = commits.flatMap((recorded) =>
    recorded.commit.outbox
      .filter(({ notBefore }) => notBefore === undefined)
      .map(({ id }) => [id, timeOf(recorded)] as const),
  );
  const sentAt = new Map(sent);
  return commits.flatMap((recorded) => {
    const at = timeOf(recorded);
    const { _id: message } = recorded.commit;
    const took = at - (sentAt.get(message) ?? at);
    return took < LATE_MS ? [] : [{ at, what: 'late', sign: 'late' as const, message }];
  });
};
