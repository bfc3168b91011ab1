import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { freePort } from '@saga-lab/launcher/processes/free-port';
import { startTimeOf } from '@saga-lab/launcher/processes/process-time';
import { writeState } from '@saga-lab/launcher/system/state-file';
import { expect } from 'chai';
import type { Audit } from '../../reader/audit.ts';
import type { Verdict } from '../../checker/verdict.ts';
import { painter } from '../../show/paint.ts';
import { adviceOn } from './advice.ts';
import { check } from './check.ts';
import { auditLines } from './show.ts';
import { windowLines } from './window-lines.ts';

const money: Verdict = { invariant: 'I-1', state: 'holds', sentence: 'Money is conserved.', findings: [] };
const calm: Audit = {
  verdicts: [money],
  orders: 1,
  accounts: 2,
  skus: 3,
  leftOut: 0,
  forgottenOrders: 0,
  open: [],
  forgotten: [],
  window: { ended: [], open: { sagas: 0, longest: 0 } },
};
const known = { id: 'm1', type: 'PaymentCharged', saga: 'o1', knownTo: 'saga-orchestrator' } as const;
const open = { id: 'o2', order: undefined, saga: undefined, payment: undefined, reservation: undefined };
const troubled: Audit = {
  ...calm,
  verdicts: [{ ...money, state: 'violated', findings: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }],
  leftOut: 8,
  open: [open],
  forgotten: [{ service: 'payment-service', messages: [known, { ...known, id: 'm2', saga: 'o3' }] }],
};
const shown = (audit: Audit) => auditLines(audit, painter(false));

describe('An audit, shown', () => {
  it('says what was judged and each verdict, and nothing more if all holds', () => {
    expect(shown(calm)).to.deep.equal([
      '1 order, 2 accounts and 3 SKUs judged',
      '',
      '(/) I-1 Money is conserved.',
    ]);
  });

  it('lists some findings of one sort, and how many more there are', () => {
    expect(
      shown(troubled)
        .slice(3, 9)
        .map((line) => line.trim()),
    ).to.deep.equal([...['a', 'b', 'c', 'd', 'e'], 'and 2 more (--json)']);
  });

  it('names a service that looks restored, what is still open, and what was left out', () => {
    expect(adviceOn(troubled).map(({ state, sentence }) => `${state}: ${sentence}`)).to.deep.equal([
      'violated: payment-service looks restored from an older backup: it does not know of 2 messages that others have from it, such as the PaymentCharged that saga-orchestrator took in for saga o1',
      'open: 1 order is still on the way, and judged only once the saga has ended',
      'open: The 8 oldest of 10 orders were not judged, only what they did to money and stock',
    ]);
  });

  it('points to headings of the page for operators that exist', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
    const anchors = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    const named = adviceOn(troubled).flatMap(
      ({ next = '' }) => /operations\.md#([\w-]+)/.exec(next)?.[1] ?? [],
    );
    expect(named).not.to.deep.equal([]);
    expect(anchors).to.include.members(named);
  });
});

describe('The inconsistency window, shown', () => {
  const lines = (measured: Parameters<typeof windowLines>[0]) => windowLines(measured, painter(false));
  const ended = [
    { outcome: 'COMPLETED', sagas: 1_204, p50: 38, p95: 61, p99: 90, max: 1_240 },
    { outcome: 'COMPENSATED', sagas: 3, p50: 31, p95: 44, p99: 44, max: 44 },
  ] as const;

  it('stands apart by outcome, and says what is still open', () => {
    expect(lines({ window: { ended, open: { sagas: 2, longest: 3_200 } } }).slice(0, 7)).to.deep.equal([
      'Inconsistency window',
      "From an order's first commit to the last that changed anything in a service, ms, by the clock of each database:",
      '  outcome       sagas   p50   p95   p99     max',
      '  -----------   -----   ---   ---   ---   -----',
      '  COMPLETED     1,204    38    61    90   1,240',
      '  COMPENSATED       3    31    44    44      44',
      '  2 sagas not ended: that window is still open, the longest for 3,200 ms and more',
    ]);
  });

  it('has the part of the read models only of a running system', () => {
    const { window } = calm;
    expect(lines({ window }).at(-1)).to.match(/^When read models showed it is not in a file of facts/);
    const readModels = [
      { service: 'order-service', view: 'orders', events: 9, p50: 10, p95: 50, p99: null },
    ] as const;
    expect(lines({ window, readModels }).slice(-3)).to.deep.equal([
      '  read model   events   p50   p95   p99',
      '  ----------   ------   ---   ---   ----',
      '  orders            9   10    50    more',
    ]);
    expect(lines({ window, readModels: [] }).at(-1)).to.match(/^No read model/);
  });
});

describe('A check', () => {
  it('says that nothing can be said if a service does not answer, which is no violation', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-check-'));
    const nobody = `http://127.0.0.1:${await freePort()}`;
    writeState(dataDir, {
      status: 'running',
      engine: 'memory',
      mark: 'm',
      adminToken: 't',
      parts: [],
      launcher: { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' },
      urls: Object.fromEntries(serviceNames.map((name) => [name, nobody])),
    });
    try {
      const failure = await check({ dataDir, limit: 1, wait: 0 }, () => undefined).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).to.include({ exitCode: 2 });
      expect(String(failure)).to.match(/Nothing can be said: .*npm run lab -- status/);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('takes a wrong path for a mistake of the person, and says so before it reads anything', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'saga-lab-check-'));
    const nowhere = join(dir, 'nowhere', 'facts.jsonl');
    const failure = async (option: 'from' | 'save', path: string) => {
      const options = { dataDir: dir, limit: 1, wait: 0, [option]: path };
      return check(options, () => undefined).then(
        () => undefined,
        (error: unknown) => error,
      );
    };
    try {
      for (const path of [nowhere, dir])
        for (const [option, done] of [
          ['from', 'read'],
          ['save', 'written'],
        ] as const) {
          const error = await failure(option, path);
          expect(error).to.include({ exitCode: 64 });
          expect(String(error)).to.include(`${path} cannot be ${done}: `);
        }
      writeFileSync(join(dir, 'foreign.json'), '{}');
      const foreign = await failure('from', join(dir, 'foreign.json'));
      expect(foreign).to.include({ exitCode: 2 });
      expect(String(foreign)).to.match(
        /Nothing can be said: .*foreign\.json, line 1: this is no file of facts/,
      );
      expect(await failure('save', join(dir, 'facts.jsonl')), 'no system runs there').to.include({
        exitCode: 69,
      });
      expect(readdirSync(dir)).to.deep.equal(['foreign.json']);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
