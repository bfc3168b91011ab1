// From an id that a person types to the story of what has it: an order, a message, a SKU or a customer.
import { fitsIntoPath, Id } from '@saga-lab/contracts/primitives';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { AccountEvent } from '@saga-lab/payment-service/domain/account';
import type { StockEvent } from '@saga-lab/inventory-service/domain/stock';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { Ids } from '@saga-lab/platform/runtime/ports';
import { answersOf } from '../client/answers.ts';
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import type { Lab } from '../client/lab.ts';
import { forgottenIn, forgottenStory } from './forgotten.ts';
import { messageStory } from './message-story.ts';
import type { OrderHistory } from './order-history.ts';
import { orderStory } from './order-story.ts';
import type { Story } from './order-story.ts';
import { readOrder } from './read.ts';
import { accountStory, stockStory } from './thing-story.ts';
import type { Movement, ThingHistory } from './thing-story.ts';

export const kinds = ['order', 'message', 'sku', 'customer'] as const;
export type Kind = (typeof kinds)[number];

export interface Found {
  readonly story: Story;
  /** What a picture of it is drawn from. */
  readonly history?: OrderHistory;
}

/** Everything that has this id, of one kind or of all. `ids`: those of the services. */
export const storiesOf = async (
  lab: Lab,
  id: string,
  { kind, ids }: { readonly kind?: Kind | undefined; readonly ids: Pick<Ids, 'hash'> },
): Promise<readonly Found[]> => {
  const tellers: Readonly<Record<Kind, () => Promise<Found | undefined>>> = {
    order: () => orderOf(lab, id),
    message: () => messageOf(lab, id, ids),
    sku: () => thingOf(lab, id, sku),
    customer: () => thingOf(lab, id, customer),
  };
  const asked = kind === undefined ? kinds : [kind];
  const found = await Promise.all(asked.map((one) => tellers[one]()));
  return found.filter((one) => one !== undefined);
};

const isId = (id: string): boolean => Id.safeParse(id).success;

const orderOf = async (lab: Lab, id: string): Promise<Found | undefined> => {
  if (!isId(id)) return undefined;
  const history = await readOrder(lab, id);
  const forgotten = await forgottenIn(lab, id, history);
  if (forgotten) return { story: await forgottenStory(lab, id, { about: { kind: 'order', id }, forgotten }) };
  const isOrder = history?.commits.some(({ commit }) => commit.input.sagaId === id);
  return history && isOrder ? { story: orderStory(history), history } : undefined;
};

/**
 * The id of a message begins with its correlation; that of a request names its subject, which is the correlation as well, but for
 * an order, whose id is made of it.
 */
const correlationsOf = (id: string, ids: Pick<Ids, 'hash'>): readonly string[] => {
  const [scheme, , subject] = id.split(':');
  if (scheme === 'http') return [ids.hash('order', id), subject ?? ''];
  return [id.slice(0, Math.max(0, id.lastIndexOf('.')))];
};

const messageOf = async (lab: Lab, id: string, ids: Pick<Ids, 'hash'>): Promise<Found | undefined> => {
  for (const correlation of correlationsOf(id, ids).filter(isId)) {
    const history = await readOrder(lab, correlation);
    const forgotten = await forgottenIn(lab, correlation, history);
    if (forgotten)
      return { story: await forgottenStory(lab, correlation, { about: { kind: 'message', id }, forgotten }) };
    const story = history && messageStory(history, id);
    if (story) return { story, history };
  }
  return undefined;
};

interface Thing<View, E> {
  readonly kind: 'sku' | 'customer';
  readonly service: ServiceName;
  readonly path: string;
  readonly tell: (history: ThingHistory<View, E>) => readonly string[];
}

const sku: Thing<StockDto, StockEvent> = {
  kind: 'sku',
  service: 'inventory-service',
  path: '/stock',
  tell: stockStory,
};
const customer: Thing<AccountDto, AccountEvent> = {
  kind: 'customer',
  service: 'payment-service',
  path: '/accounts',
  tell: accountStory,
};

const NEWEST = 100;
const REQUESTS = 5;

/** Its correlation is that of the requests about it alone: so the first event is found however many orders there were since. */
const firstOf = async <E>(
  { get }: ReturnType<typeof answersOf>,
  service: ServiceName,
  id: string,
): Promise<Movement<E> | undefined> => {
  const { items } = await get<{ items: Commit[] }>(service, `/correlations/${id}/commits?limit=${REQUESTS}`);
  const [first] = items.flatMap(({ events, at }) => events.map((event) => ({ ...event, at })));
  return first as Movement<E> | undefined;
};

const thingOf = async <View extends { readonly version: number }, E>(
  { ask }: Lab,
  id: string,
  { kind, service, path, tell }: Thing<View, E>,
): Promise<Found | undefined> => {
  if (!isId(id) || !fitsIntoPath(id)) return undefined;
  const { find, get } = answersOf(ask);
  const now = await find<View>(service, `${path}/${id}`);
  if (!now) return undefined;
  const from = Math.max(0, now.version - NEWEST);
  const query = `after=${from}&limit=${NEWEST}`;
  const { items: last } = await get<{ items: Movement<E>[] }>(service, `${path}/${id}/history?${query}`);
  const first = from === 0 ? last[0] : await firstOf<E>(answersOf(ask), service, id);
  const about = { kind, id };
  const nobody = { firstCause: undefined, lastDecision: undefined, beats: [] };
  return { story: { about, ...nobody, sentences: tell({ now, first, last }) } };
};
