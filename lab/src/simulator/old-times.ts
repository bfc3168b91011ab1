// A run with a retention goes on after its orders have ended: they are forgotten, and old messages and old requests come again.
import { historyOf } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';
import { forgetful, forgettable } from '../retention/forgettable.ts';
import type { Request } from './ask.ts';
import type { Asking } from './clients.ts';
import { helpWith } from './operator.ts';
import type { Plan } from './plan.ts';
import { commitsIn } from './read-memory.ts';
import type { Seen } from './seen.ts';
import type { System } from './system.ts';

/** How often old messages come at most, and within which time, milliseconds: the longest timer of an order (48 s), and a retention (20 s). */
const MOST_BROUGHT_BACK = 12;
const WITHIN_MS = 70_000;
const LOOKS_EVERY_MS = 2_500;

/** Milliseconds that a run takes at least. */
export const leastMsOf = ({ retentionMs }: Plan): number => (retentionMs === undefined ? 0 : WITHIN_MS);

export interface OldTimesParts {
  readonly system: System;
  readonly client: Asking;
  readonly seen: Seen;
  readonly retentionMs: number;
}

/** The broker delivers what it delivered long ago, whatever became of it. */
const bringBackSometimes = ({ system: { world, broker } }: OldTimesParts): void => {
  const moment = world.moment('old messages');
  const count = world.pick(moment, 'how many', MOST_BROUGHT_BACK, 0.9);
  for (let n = 1; n <= count; n += 1) {
    const oneOf = (aspect: string): number => world.pick(moment, `${aspect} of ${n}`, 99, 0.99) / 100;
    const which = oneOf('which');
    world.after(oneOf('when') * WITHIN_MS * 1_000, 'an old message', () => {
      const what = world.isCalm() ? undefined : broker.bringBack(which);
      if (what !== undefined) world.inject('old message', { who: 'its queue', doing: what });
    });
  }
};

const whatIsLeftIn = async ({ databases }: System) => {
  const histories = Object.entries(databases).map(
    async ([service, { store }]) => [service, await commitsIn(store)] as const,
  );
  return historyOf(Object.fromEntries(await Promise.all(histories)) as CommitsByService);
};

/** As `npm run lab -- forget` does it: whoever does not forget keeps the others from it. */
const forgetOnce = async ({ system, client, seen, retentionMs }: OldTimesParts): Promise<void> => {
  const until = system.world.date() - retentionMs;
  let sagas = forgettable(await whatIsLeftIn(system), until);
  for (const service of forgetful) {
    if (sagas.length === 0) return;
    const request: Request = { method: 'post', path: '/tombstones', body: { correlationIds: sagas } };
    const response = await client.ask('the operator', service, request);
    if (!response || response.status === 503) return;
    if (response.status !== 200) throw new Error(`${request.path}: ${JSON.stringify(response)}`);
    const { items } = response.body as { items: readonly { correlationId: string; status: string }[] };
    sagas = items.filter(({ status }) => status === 'FORGOTTEN').map(({ correlationId }) => correlationId);
  }
  for (const _saga of sagas) seen.note('saga forgotten');
};

/** Resolves when old times are over. */
export const oldTimes = async (parts: OldTimesParts): Promise<void> => {
  const { system, client } = parts;
  const { world } = system;
  const until = world.now() + WITHIN_MS * 1_000;
  bringBackSometimes(parts);
  while (world.now() < until) {
    await client.wait(LOOKS_EVERY_MS, 'the operator looks for what is old');
    await forgetOnce(parts);
  }
};

export interface Visitor {
  readonly name: string;
  readonly oneOf: (aspect: string, most: number) => number;
  readonly maybe: (aspect: string, chance: number) => boolean;
}

interface Return {
  readonly orderId: string;
  /** Asks for the order once more, with the same key. */
  readonly again: () => Promise<string | undefined>;
  readonly cancel: () => Promise<void>;
}

/** Long after, with what was asked then: the answer is the same, whether anybody remembers or not. */
export const comeBack = async (
  { system, client, seen }: Omit<OldTimesParts, 'retentionMs'>,
  { name: who, oneOf, maybe }: Visitor,
  { orderId, again, cancel }: Return,
): Promise<void> => {
  await client.wait(oneOf('comes back after', WITHIN_MS / 1_000) * 1_000, `${who} comes back`);
  const answered = await again();
  if (answered !== undefined && answered !== orderId)
    throw new Error(`${who} asked again, and got ${answered}`);
  const isForgotten = (await system.databases['order-service'].store.tombstones([orderId])).length > 0;
  if (answered !== undefined && isForgotten) seen.note('old request answered');
  if (maybe('cancels when it is too late', 0.3)) await cancel();
  if (maybe('calls the operator when it is too late', 0.3)) await helpWith(client, { who, orderId, oneOf });
};
