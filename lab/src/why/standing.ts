// How far an order of another protocol than the saga is at each service, and who is in doubt about it.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { holds as inventoryHolds } from '@saga-lab/inventory-service/read-model/holds';
import { holds as orderHolds } from '@saga-lab/order-service/read-model/holds';
import { holds as paymentHolds } from '@saga-lab/payment-service/read-model/holds';
import type { DatedEvent } from '@saga-lab/platform/decider/decider';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { folded } from '@saga-lab/platform/views/projection';
import type { Projection } from '@saga-lab/platform/views/projection';
import { protocols } from '@saga-lab/protocols/index';
import type { RoleDocument } from '@saga-lab/protocols/resources';
import { transactions } from '@saga-lab/saga-orchestrator/read-model/transactions';
import type { OrderHistory } from './order-history.ts';
import { instantText, listText, serviceText, spanText } from './words.ts';

/** What the lists of transactions and of holds say of it. */
export type Standing = Pick<RoleDocument, 'status' | 'role' | 'since' | 'askedAt' | 'byHand' | 'damage'> & {
  readonly service: ServiceName;
};

/** A service that takes part in sagas alone has none. */
const projections: Readonly<Partial<Record<ServiceName, Projection<RoleDocument>>>> = {
  'order-service': orderHolds.projection,
  'payment-service': paymentHolds.projection,
  'inventory-service': inventoryHolds.projection,
  'saga-orchestrator': transactions.projection,
};

/** Of each service that knows of it. */
export const standingsOf = ({ id, commits }: OrderHistory, protocol: string): readonly Standing[] => {
  const stream = streamOf(protocol, id);
  return serviceNames.flatMap((service) => {
    const events: readonly DatedEvent[] = commits
      .filter((recorded) => recorded.service === service)
      .flatMap(({ commit }) => commit.events.map((event) => ({ ...event, at: commit.at })))
      .filter((event) => event.stream === stream)
      .sort((a, b) => a.version - b.version);
    const projection = projections[service];
    const document = projection && folded(projection, stream, events);
    return document ? [{ service, ...shown(document) }] : [];
  });
};

const shown = ({
  status,
  role,
  since,
  askedAt,
  byHand,
  damage,
}: RoleDocument): Omit<Standing, 'service'> => ({
  status,
  role,
  since,
  ...(askedAt !== undefined && { askedAt }),
  ...(byHand && { byHand }),
  ...(damage && { damage }),
});

/** Nothing if everybody knows how it ended. */
export const doubtTexts = (
  standings: readonly Standing[],
  { now }: Pick<OrderHistory, 'now'>,
  protocol: string,
): readonly string[] => {
  const inDoubt = standings.filter(({ status }) => status === 'IN_DOUBT');
  const decider = standings.find(({ service }) => service === orchestrator.name);
  if (inDoubt.length === 0 && hasEnded(standings, protocol)) return [];
  return [...(inDoubt.length > 0 ? [doubtText(inDoubt, now)] : []), deciderText(decider, protocol)];
};

/** According to whoever decides, or to the order itself where nobody coordinates. */
const hasEnded = (standings: readonly Standing[], protocol: string): boolean => {
  const ended = protocols.find(({ name }) => name === protocol)?.ended ?? [];
  return standings.some(
    ({ service, status, role }) =>
      status === 'ENDED' || (service === 'order-service' && ended.includes(role)),
  );
};

const doubtText = (inDoubt: readonly Standing[], now: number): string => {
  const since = Math.min(...inDoubt.map((one) => Date.parse(one.since)));
  const asked = inDoubt.flatMap(({ askedAt }) => askedAt ?? []).sort();
  const last = asked.at(-1);
  const lastAsked = last === undefined ? '' : `, and last asked at ${instantText(Date.parse(last))}`;
  return `it is not finished: ${listText(inDoubt.map(({ service, role }) => `${serviceText(service)} (${role})`))} promised and ${inDoubt.length === 1 ? 'is' : 'are'} in doubt since ${instantText(since)}, for ${spanText(Math.max(0, now - since))}${lastAsked}`;
};

const deciderText = (decider: Standing | undefined, protocol: string): string => {
  const coordinates = protocols.some(({ name, coordinator }) => name === protocol && coordinator);
  const who = serviceText(orchestrator.name);
  if (!coordinates)
    return `nobody coordinates it: it ends when the order service hears enough, or gives up; ${who} only listens`;
  if (!decider) return `${who}, which decides, has not begun with it`;
  const since = instantText(Date.parse(decider.since));
  if (decider.status === 'ENDED')
    return `${who} closed it as ${decider.role} at ${since}: whoever asks will hear that`;
  return `${who}, which decides, has it as ${decider.role}, ${decider.status} since ${since}`;
};
