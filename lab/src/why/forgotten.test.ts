// An order that was forgotten is said to be: no story is made of the part that is left.
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { HttpRequest } from '../client/request.ts';
import { approved } from '../testing/made-up-answers.ts';
import { forgottenIn, forgottenStory } from './forgotten.ts';
import type { OrderHistory } from './order-history.ts';

const END = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const gone = { endedAt: END, forgottenAt: END + 90 * DAY, commits: 4 };

/** `forgetters` answer that they have forgotten it, the others that they never knew it. */
const system = (...forgetters: readonly ServiceName[]) => {
  const asked: string[] = [];
  const ask = (service: ServiceName, { path }: HttpRequest) => {
    asked.push(`${service} ${path}`);
    const hasForgotten = forgetters.includes(service);
    const body = hasForgotten ? { code: 'FORGOTTEN', forgotten: gone } : { code: 'NOT_FOUND' };
    return Promise.resolve({ status: hasForgotten ? 410 : 404, body, headers: {} });
  };
  return { asked, lab: { ask } };
};
const historyIn = (...services: readonly ServiceName[]) =>
  ({ commits: services.map((service) => ({ service })) }) as unknown as OrderHistory;

describe('Why an order that was forgotten is as it is', () => {
  it('is not told of what payment and inventory still have of it', async () => {
    const { asked, lab } = system('order-service', 'saga-orchestrator');
    const found = await forgottenIn(lab, 'o1', historyIn('payment-service', 'inventory-service'));
    expect(found).to.deep.equal({ ...gone, commits: 8, by: ['order-service', 'saga-orchestrator'] });
    expect(asked).to.deep.equal([
      'order-service /orders/o1/history?limit=1',
      'saga-orchestrator /sagas/o1/history?limit=1',
    ]);
    expect(await forgottenIn(lab, 'o1', undefined)).to.deep.equal(found);
  });

  it('is not told either where only one of the two services has forgotten it', async () => {
    const { lab } = system('order-service');
    const found = await forgottenIn(lab, 'o1', historyIn('payment-service', 'saga-orchestrator'));
    expect(found).to.deep.include({ commits: 4, by: ['order-service'] });
  });

  it('asks nobody where all have something of it, and finds nothing where it never was', async () => {
    const { asked, lab } = system('order-service', 'saga-orchestrator');
    expect(await forgottenIn(lab, 'o1', historyIn(...serviceNames))).to.equal(undefined);
    expect(asked).to.deep.equal([]);
    expect(await forgottenIn(system().lab, 'o1', undefined)).to.equal(undefined);
  });

  it('is said in plain sentences: its end, who forgot it when, and where the rest is', async () => {
    const forgotten = { ...gone, by: ['order-service', 'saga-orchestrator'] } as const;
    const findOrder = () => Promise.resolve({ ...approved, customerId: 'ada', status: 'APPROVED' } as const);
    const about = { kind: 'message', id: 'o1.0123456789abcdef' } as const;
    const story = await forgottenStory({ findOrder }, 'o1', { about, forgotten });
    expect(story).to.deep.equal({
      about,
      firstCause: undefined,
      lastDecision: undefined,
      beats: [],
      forgotten,
      sentences: [
        'The message belongs to order o1.',
        'Order o1 ended at 2026-01-01 00:00:00.000 UTC and is APPROVED.',
        'Why it is so is not known here any more: by their retention the order service and the orchestrator forgot 4 commits of it at 2026-04-01 00:00:00.000 UTC, 90 d after its end.',
        'What it did to money is still in the account: npm run lab -- why ada --as customer',
        'All of it is in the file that was exported before: npm run lab -- import FILE --into PATH, and then npm run lab -- why o1 --data-dir PATH',
      ],
    });
  });
});
