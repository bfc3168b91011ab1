// A command that is decided on what the history says is tried again as long as the thing changes meanwhile, and no longer.
import { expect } from 'chai';
import { z } from 'zod';
import { webIds } from '../../service/web-ids.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { readingNow } from '../../testing/reading-now.ts';
import { memoryViews } from '../../views/memory-views.ts';
import type { ViewDocument } from '../../views/views.ts';
import type { Message } from '../../decider/message.ts';
import { historyCommandRoute } from './history-command.ts';
import type { Resource } from './resource.ts';

const lamps: Resource<ViewDocument> = {
  name: 'lamp',
  path: '/lamps',
  id: { lampId: z.string() },
  item: z.unknown(),
  show: (document) => document,
  projection: { view: 'lamps', category: 'lamp', apply: () => ({}) },
};

/** Refused so often, with such a code; then done. Resolves with the messages, and what was answered. */
const asked = async (times: number, code: string) => {
  const sent: Message[] = [];
  const views = memoryViews();
  await views.put('lamps', [{ _id: 'a', version: 1 }]);
  const clock = { now: () => 0, wakeAt: () => () => undefined };
  const route = historyCommandRoute(
    {
      service: 'lamp-service',
      ids: webIds,
      clock,
      store: memoryStore(clock),
      views,
      readModels: readingNow(),
      handle: (message) => {
        sent.push(message);
        const refusal = { code, detail: 'the lamp is another one' };
        return Promise.resolve(
          sent.length > times ? { status: 'unchanged' } : { status: 'refused', refusal },
        );
      },
    },
    {
      resource: lamps,
      name: 'polish',
      path: 'polish',
      summary: 'Polishes a lamp',
      body: z.unknown(),
      responses: {},
      toMessage: () => Promise.resolve({ type: 'Polish', data: { seen: sent.length } }),
    },
  );
  const answer = route.handle({
    params: { lampId: 'a' },
    query: {},
    headers: { 'x-operator': 'grace', 'idempotency-key': 'k' },
    body: {},
    requestId: 'r',
    traceparent: undefined,
  });
  const outcome = await answer.then(
    ({ status }) => String(status),
    (error: unknown) => (error as { code: string }).code,
  );
  return { sent, outcome };
};

describe('A command that is decided on what the history says', () => {
  it('reads the history again when the thing has changed meanwhile, and is the same message', async () => {
    const { sent, outcome } = await asked(3, 'CHANGED_MEANWHILE');
    expect(outcome).to.equal('200');
    expect(sent.map(({ data }) => data)).to.deep.equal([0, 1, 2, 3].map((seen) => ({ seen })));
    expect(new Set(sent.map(({ id }) => id)).size).to.equal(1);
  });

  it('gives up in the end where it changes all the time', async () => {
    const { sent, outcome } = await asked(Infinity, 'CHANGED_MEANWHILE');
    expect([sent.length, outcome]).to.deep.equal([20, 'CHANGED_MEANWHILE']);
  });

  it('is not tried again after any other refusal', async () => {
    const { sent, outcome } = await asked(1, 'HELD_BY_SAGAS');
    expect([sent.length, outcome]).to.deep.equal([1, 'HELD_BY_SAGAS']);
  });
});
