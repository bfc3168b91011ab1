import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ofEveryService } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import { sagaThatIs } from '../../testing/made-up-answers.ts';
import { painter } from '../../show/paint.ts';
import { adviceOn, isReady } from './advice.ts';
import { knownFrom } from '../system-in.ts';
import { age } from './age.ts';
import type { Report } from './report.ts';
import { reportLines } from './show.ts';

const at = '2026-01-01T12:00:00.000Z';
const minutesAgo = (minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString();
const counts = { RUNNING: 2, COMPENSATING: 0, PARKED: 0, COMPLETED: 1_200, COMPENSATED: 3 };
const noUrls = ofEveryService(() => '');
const calm: Report = {
  engine: 'real',
  launcherPid: 7,
  at,
  parts: [
    { name: 'order-service', url: 'http://127.0.0.1:1', pid: 12_345, ready: true },
    { name: 'broker', url: 'amqp://127.0.0.1:2/saga-lab', pid: 8, ready: true },
  ],
  queues: [{ queue: 'order-service.commands', ready: 0, consumers: 1 }],
  services: [{ service: 'order-service', pending: 0, waitedMs: 0, deadLetters: 0 }],
  readModels: [{ service: 'order-service', view: 'orders', events: 12, p50: 5, p95: 20, p99: null }],
  sagas: { counts },
  transactions: { open: 0, parked: 0, inDoubt: {}, damaged: {} },
};
const troubled: Report = {
  ...calm,
  parts: [{ name: 'order-service', ready: false, why: 'it is down' }],
  queues: [{ queue: 'saga-orchestrator.starts', ready: 3, consumers: 0 }],
  services: [{ service: 'order-service', pending: 4, waitedMs: 180_000, deadLetters: 2 }],
  sagas: {
    counts: { ...counts, PARKED: 1 },
    oldestOpen: sagaThatIs('o1', 'PARKED', { step: 'ship-stock', startedAt: minutesAgo(125) }),
  },
};
const shown = (report: Report) => reportLines(report, painter(false)).join('\n');
const sentences = (report: Report) => adviceOn(report).map(({ state, sentence }) => `${state}: ${sentence}`);

describe('the status of a system', () => {
  it('says how far read models are behind', () => {
    expect(shown(calm).replaceAll(/ +/g, ' ')).to.include('orders order-service 12 5 ms 20 ms longer');
    expect(shown({ ...calm, readModels: [] })).to.include('none has shown an event yet');
  });

  it('has nothing to look at when all is well', () => {
    expect(isReady(calm)).to.equal(true);
    expect(sentences(calm)).to.deep.equal(['holds: All 2 parts are ready']);
  });

  it('has one sentence for each trouble; only a part that is not ready is broken', () => {
    expect(isReady(troubled)).to.equal(false);
    expect(sentences(troubled)).to.deep.equal([
      'violated: order-service is not ready: it is down',
      'open: 1 saga is PARKED: a step has no answer after many tries, and a person should see why',
      'open: The outbox of order-service does not drain: 4 pending, the oldest for 3 min',
      'open: order-service keeps 2 dead letters that nobody has replayed',
      'open: Nobody consumes saga-orchestrator.starts, where 3 messages wait',
    ]);
  });

  it('points to headings of the page for operators that exist', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
    const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    const named = adviceOn(troubled).map(({ next = '' }) => /operations\.md#([\w-]+)/.exec(next)?.[1]);
    expect(anchors).to.include.members(named);
  });

  it('does not take a message that was just committed for one that is stuck', () => {
    const services = [{ service: 'order-service', pending: 1, waitedMs: 12_000, deadLetters: 0 }];
    expect(adviceOn({ ...calm, services })).to.have.length(1);
  });

  it('is shown as tables, with pids as they are typed', () => {
    expect(shown(calm)).to.match(/^order-service +\(\/\) +12345 +http:\/\/127\.0\.0\.1:1$/m);
    expect(shown(calm)).to.match(/^order-service\.commands +0 +1$/m);
    expect(shown(calm)).to.include('1200 COMPLETED').and.to.include('No saga is open.');
    expect(shown(troubled)).to.match(/^order-service +\(x\) +- +-$/m);
    expect(shown(troubled)).to.match(/^order-service +4 +3 min +2$/m);
    expect(shown(troubled)).to.include('The oldest open one: o1, PARKED at ship-stock, started 2 h ago.');
    expect(shown(troubled)).to.match(
      /\(x\) order-service is not ready.*\n {4}-> docs\/operations\.md#not-ready/,
    );
  });

  it('says how many orders of other protocols are open, parked and in doubt, and what a person should see', () => {
    const transactions = {
      open: 3,
      parked: 1,
      inDoubt: { 'payment-service': 2 },
      damaged: { 'inventory-service': 1 },
      oldest: { orderId: 'o1', protocol: '2pc', since: minutesAgo(2) },
    };
    expect(shown(calm)).to.include('Other protocols: 0 OPEN, 0 PARKED\n');
    const text = shown({ ...calm, transactions });
    expect(text).to.include(
      'Other protocols: 3 OPEN, 1 PARKED, 2 in doubt at payment-service, 1 DAMAGED at inventory-service\n',
    );
    expect(text).to.include('The one that is in doubt for longest: o1, under 2pc, for 2 min.');
    expect(sentences({ ...calm, transactions })).to.include.members([
      'open: Order o1 has been in doubt for 2 min: whoever decides about it may be away',
      'open: Heuristic damage at inventory-service: a person decided, and the outcome was another',
      'open: 1 of other protocols PARKED: somebody does not answer, or it ended by half',
    ]);
    const recent = { ...transactions, parked: 0, damaged: {}, oldest: { ...transactions.oldest, since: at } };
    expect(sentences({ ...calm, transactions: recent })).to.have.length(1);
  });

  it('says what it could not learn, and invents no zero', () => {
    const { queues: _queues, sagas: _sagas, ...rest } = calm;
    const dark = shown({ ...rest, services: [{ service: 'order-service' }] });
    expect(dark).to.match(/^order-service +\? +\? +\?$/m);
    expect(dark).to.include('the broker does not answer').and.to.include('the orchestrator does not answer');
    expect(shown({ ...rest, engine: 'memory' })).to.include('there is no broker in the memory engine');
  });

  it('needs neither a launcher nor the broker of a system that somebody else started', () => {
    const { engine: _engine, launcherPid: _pid, queues: _queues, ...rest } = calm;
    const { parts, ...access } = knownFrom({
      urls: { ...noUrls, 'order-service': 'http://lab:8081' },
      adminToken: 'secret',
      broker: { e2eUrl: 'amqp://e2e:secret@lab:5672/saga-lab' },
    });
    const [orchestrator, , , , broker] = parts;
    expect(access).not.to.have.any.keys('engine', 'launcher');
    expect([orchestrator?.name, broker]).to.deep.equal([
      'saga-orchestrator',
      { name: 'broker', url: 'amqp://lab:5672/saga-lab' },
    ]);
    const withBroker = shown({
      ...rest,
      parts: [{ name: 'broker', ready: false, why: 'it does not answer' }],
    });
    expect(withBroker)
      .to.match(/^The system at SAGA_LAB_SYSTEM$/m)
      .and.to.include('the broker does not answer');
    const without = shown({ ...rest, parts: [] });
    expect(without).to.include('SAGA_LAB_SYSTEM does not say where the broker is');
  });

  it('tells ages in the largest unit', () => {
    const now = '2026-01-03T00:00:00.000Z';
    const ages = [
      '2026-01-02T23:59:59.500Z',
      '2026-01-02T23:58:01Z',
      '2026-01-02T01:00:00Z',
      '2025-12-31T00:00:00Z',
    ];
    expect(ages.map((since) => age(since, now))).to.deep.equal(['0 s', '1 min', '23 h', '3 d']);
    expect(age('2026-01-04T00:00:00Z', now)).to.equal('0 s');
  });
});
