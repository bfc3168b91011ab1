import type { Lab } from '@saga-lab/lab/client/lab';
import type { Access } from '@saga-lab/launcher/system/access';
import { painter } from '@saga-lab/lab/show/paint';
import { expect } from 'chai';
import type { Invariant, Verdict } from '@saga-lab/lab/checker/verdict';
import type { Scenario } from './define.ts';
import { isAsMeant, play } from './play.ts';
import { missingFor } from './scenario-system.ts';

/** A lab in which nothing has ever happened. */
const empty = {
  commits: () =>
    Promise.resolve({
      'saga-orchestrator': [],
      'order-service': [],
      'payment-service': [],
      'inventory-service': [],
    }),
  deadLetters: () => Promise.resolve([]),
  allOrders: () => Promise.resolve([]),
  allSagas: () => Promise.resolve([]),
  allPayments: () => Promise.resolve([]),
  allReservations: () => Promise.resolve([]),
  allAccounts: () => Promise.resolve([]),
  allStock: () => Promise.resolve([]),
  allSales: () => Promise.resolve([]),
  allSummaries: () => Promise.resolve([]),
  statement: () => Promise.resolve([]),
  stockCard: () => Promise.resolve([]),
  putAccount: () => Promise.resolve(undefined),
  account: () => Promise.resolve({ balance: 7 }),
} as unknown as Lab;

const nowhere = { urls: {} as Access['urls'], adminToken: '' };

const playing = async (tell: Scenario['play']) => {
  const lines: string[] = [];
  const played = await play(
    { name: 'try', chapter: 'orders', covers: [], sentence: 'A try.', needs: {}, play: tell },
    { lab: empty, access: nowhere, write: (line) => lines.push(line) },
    painter(false),
  );
  return { played, lines };
};

describe('Playing a scenario', () => {
  it('says what is done and seen, and that all holds', async () => {
    const { played, lines } = await playing(async (run) => {
      const ada = await run.openAccount('ada', 7);
      await run.expectAccount(ada, { balance: 7 });
    });
    expect(played).to.deep.include({ name: 'try', ok: true, orders: [] });
    expect(lines[1]).to.equal('try: A try.');
    expect(lines[3]).to.match(/^ {2}> ada-\w{6} opens an account with 7$/);
    expect(lines[4]).to.match(/^ {2}< account ada-\w{6}: balance 7$/);
    expect(lines.filter((line) => line.startsWith('(/) I-'))).to.have.length(14);
  });

  it('is not ok when the run goes wrong, and says how', async () => {
    const { played, lines } = await playing((run) => {
      run.expectProblem({ status: 200, body: 'fine', headers: {} }, 400, 'quantity');
      return Promise.resolve();
    });
    expect(played.ok).to.equal(false);
    expect(played.error).to.include('expected 200 to equal 400');
    expect(lines.join('\n')).to.include('(x) "fine": expected 200 to equal 400');
    expect(lines.join('\n')).not.to.match(/^ *at /m);
  });

  it('is ok where that breaks which it is to break, and nothing else', () => {
    const broken = (invariant: Invariant, finding: string): Verdict => ({
      invariant,
      state: 'violated',
      sentence: 'It is broken.',
      findings: [finding],
    });
    const fine: Verdict = { invariant: 'I-1', state: 'holds', sentence: 'It holds.', findings: [] };
    const breaks = { invariant: 'I-4', finding: 'heuristic damage' } as const;
    expect(isAsMeant([fine, broken('I-4', 'order o1: heuristic damage: ...')], breaks)).to.equal(true);
    expect(isAsMeant([fine, broken('I-4', 'order o1 is wrong')], breaks)).to.equal(false);
    expect(isAsMeant([fine], breaks)).to.equal(false);
    expect(isAsMeant([broken('I-2', 'x'), broken('I-4', 'heuristic damage')], breaks)).to.equal(false);
    expect(isAsMeant([broken('I-4', 'heuristic damage')], undefined)).to.equal(false);
  });

  it('kills nothing on a system that is not its own', async () => {
    const { played } = await playing((run) => run.kill('payment-service'));
    expect(played.error).to.include('must say so');
  });

  it('says what the memory engine has not', () => {
    expect(missingFor({}, { engine: 'memory' })).to.equal(undefined);
    expect(missingFor({ broker: true }, { engine: 'real', brokerUrl: 'amqp://lab' })).to.equal(undefined);
    expect(missingFor({ broker: true }, { engine: 'memory' })).to.include('real broker');
    expect(missingFor({ ownSystem: true }, { engine: 'memory' })).to.include('real processes');
  });

  it('says which scenarios need a broker that lets nobody in', () => {
    expect(missingFor({}, { engine: 'real' })).to.equal(undefined);
    expect(missingFor({ broker: true }, { engine: 'real' })).to.include('broker=amqp://');
    expect(missingFor({ ownSystem: true }, { engine: 'real' })).to.equal(undefined);
  });
});
