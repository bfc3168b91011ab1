// `lab what-if` as it is typed, on real parts: each of the three kinds, and what there is not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import { runLab } from '../../testing/run-lab.ts';
import { expectUntouched, startReached } from '../../testing/untouched.ts';
import type { Reached } from '../../testing/untouched.ts';
import type { WhatIfFound } from '../../what-if/found.ts';
import type { WhatIfDone } from './lines.ts';

describe('lab what-if on real parts', function () {
  this.timeout(240_000);
  let dataDir: string;
  let one: Lab;
  let reached: Reached;
  let moment: string;
  let orders: readonly string[];

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-what-if-'));
    reached = await startReached(dataDir, { ownServers: true });
    const { system } = reached;
    one = lab({ urls: system.urls(), adminToken: system.adminToken });
    await Promise.all([one.putStock('lamp', 10, 2_500), one.putAccount('ada', 20_000)]);
    const first = await order(2);
    await one.putStock('lamp', 11, 2_500);
    await sleep(20);
    moment = new Date().toISOString();
    await sleep(20);
    orders = [first, await order(2), await order(3)];
    await Promise.all([one.putStock('sofa', 1, 100), one.putAccount('bob', 1_000)]);
    await one.putStock('sofa', 3, 100);
    await order(3, 'sofa', 'bob');
  });
  after(async () => {
    await reached.system.stop();
    rmSync(dataDir, { recursive: true });
  });

  const order = async (quantity: number, sku = 'lamp', customerId = 'ada'): Promise<string> => {
    const id = await one.placeOrder({ customerId, lines: [{ sku, quantity }] });
    await one.sagaEnd(id);
    return id;
  };
  const whatIf = (kind: string, ...args: readonly string[]) => runLab(dataDir, `what-if ${kind}`, ...args);
  const found = async (kind: string, ...args: readonly string[]) => {
    const { code, output, errors } = await whatIf(kind, ...args, '--json');
    expect(code, errors).to.equal(0);
    return JSON.parse(output) as WhatIfFound;
  };

  it('says of each kind what would be, and touches nothing', () =>
    expectUntouched(reached, async () => {
      const forgotten = await found(
        'forgotten',
        'stock',
        'lamp',
        '--valid-from',
        moment,
        '--unit-price',
        '6000',
      );
      expect(forgotten.divergences[0]).to.include({ saga: orders[1], type: 'ReserveStock' });
      expect(forgotten.amounts.map((each) => [each.order, each.would.total])).to.deep.equal([
        [orders[1], 12_000],
      ]);
      expect(forgotten.ends.map((each) => [each.order, each.would.order])).to.deep.equal([
        [orders[2], 'REJECTED'],
      ]);

      const untrue = await found('false', 'stock', 'lamp', '--version', '1');
      expect(untrue.ends.map((each) => each.would.reason)).to.deep.equal(['UNKNOWN_SKU']);

      const wrong = await found('wrong', 'account', 'ada', '--version', '1', '--opening', '9000');
      expect(wrong.ends.map((each) => each.would.order)).to.deep.equal(['REJECTED', 'REJECTED']);

      const { output } = await whatIf('wrong', 'account', 'ada', '--version', '1', '--opening', '9000');
      expect(output).to.include('What if version 1 of account ada had said opening 9,000');
    }));

  it('refuses what there is not, and says what there is', async () => {
    const lamp = ['stock', 'lamp'];
    for (const [kind, args, words] of [
      ['false', [...lamp, '--version', '99'], 'stock lamp has the versions 1 to'],
      ['false', [...lamp, '--version', '2'], 'was made by ReserveStock, which was decided and not told'],
      ['false', ['stock', 'bench', '--version', '1'], 'There is no stock bench'],
      ['false', ['sagas', 'lamp', '--version', '1'], 'Allowed choices are stock, account'],
      ['wrong', [...lamp, '--version', '1', '--opening', '5'], 'stock lamp has no --opening'],
      ['wrong', [...lamp, '--version', '1'], 'Say --on-hand or --unit-price'],
      ['wrong', [...lamp, '--version', '1', '--unit-price', '2.5'], 'It must be a whole number'],
      ['forgotten', [...lamp, '--unit-price', '1'], '--valid-from'],
      ['forgotten', [...lamp, '--valid-from', '2999-01-01', '--unit-price', '1'], 'is in the future'],
      ['forgotten', [...lamp, '--valid-from', '2001-01-01', '--unit-price', '1'], 'is before the beginning'],
      ['forgotten', [...lamp, '--valid-from', 'soon', '--unit-price', '1'], 'is no moment'],
      ['forgotten', [...lamp, '--valid-from', 'now', '--on-hand', '1'], 'would have been refused: 7 pieces'],
      ['forgotten', ['stock', 'sofa', '--valid-from', moment, '--on-hand', '1'], 'say its unitPrice as well'],
    ] as const) {
      const { code, errors, output } = await whatIf(kind, ...args);
      expect({ code, output }, `${kind} ${args.join(' ')}: ${errors}`).to.deep.equal({
        code: 64,
        output: '',
      });
      expect(errors).to.include(words);
    }
  });

  it('with --apply records the corrections, once, and everything holds', async () => {
    const change = ['stock', 'lamp', '--valid-from', moment, '--unit-price', '3000'];
    const first = await whatIf('forgotten', ...change, '--apply', '--json');
    expect(first.code, first.errors).to.equal(0);
    const { made, audit } = JSON.parse(first.output) as WhatIfDone;
    expect(made.map(({ sentence, refused }) => [sentence, refused])).to.have.deep.members([
      [`stock lamp is corrected: unitPrice 3,000 from ${moment} on`, undefined],
      [`account ada pays 1,000 more for order ${orders[1]}`, undefined],
      [`account ada pays 1,500 more for order ${orders[2]}`, undefined],
    ]);
    expect(audit.verdicts.filter(({ state }) => state !== 'holds')).to.deep.equal([]);
    expect(await one.stock('lamp')).to.include({ unitPrice: 3_000, available: 4 });
    expect(await one.account('ada')).to.include({ balance: 0 });

    const second = await whatIf('forgotten', ...change, '--apply');
    expect(second.code, second.errors).to.equal(0);
    expect(second.output).to.include('Nothing was left to do.');
    expect(second.output).to.include('Prices, pieces and balances are as they would be.');
    const shown = await whatIf('forgotten', ...change);
    expect(shown.output).to.include('All that can be corrected is corrected already.');
  });

  it('shows what is refused as not done, with the reason', async () => {
    const { code, output, errors } = await whatIf('false', 'stock', 'sofa', '--version', '2', '--apply');
    expect(code, errors).to.equal(1);
    expect(output).to.include('(x) not done: stock sofa is corrected: version 2 never was.');
    expect(output).to.include('3 pieces of sofa are reserved or shipped');
  });

  it('decides also what was before a correction of the same thing', async () => {
    const { ends, refused } = await found('false', 'account', 'ada', '--version', '1');
    expect(ends.map((each) => each.would.reason)).to.deep.equal(orders.map(() => 'UNKNOWN_CUSTOMER'));
    expect(refused).to.have.length(2);
    expect(refused.join()).to.include('CorrectAccount of').and.to.include('would have been refused');
  });

  it('says what it is doing on stderr, and nothing but its outcome on stdout', async () => {
    const { code, output, errors } = await whatIf('false', 'account', 'ada', '--version', '1', '--json');
    expect(code).to.equal(0);
    expect(errors).to.include('Deciding again');
    expect(output).to.not.include('Deciding again');
    expect(JSON.parse(output)).to.include({ applied: false });
  });
});
