import { expect } from 'chai';
import { painter } from '../../show/paint.ts';
import { cellsNamed } from '../cells/choice.ts';
import { gridNamed, grids } from '../cells/grids.ts';
import { saga } from '../cells/saga.ts';
import { madeUpSweep } from '../testing/made-up-sweep.ts';
import { gridLines } from './grid-lines.ts';

const paint = painter(false);
const lines = (width: number, ...args: Parameters<typeof madeUpSweep>) =>
  gridLines(saga, madeUpSweep(...args).results, { width, paint });
const lineOf = (all: readonly string[], service: string, message: string): string | undefined =>
  all.slice(all.indexOf(service)).find((line) => line.startsWith(message));

describe('The grid of a sweep in a terminal', () => {
  it('fits into 80 columns and into 120', () => {
    for (const width of [80, 120])
      for (const line of lines(width)) expect(line.length, line).to.be.at.most(width);
  });

  it('has two marks for each point that a message passes, and dots where there is no such case', () => {
    const states = {
      'payment-service/before-ack/ChargePayment': 'red',
      'payment-service/before-ack/ChargePayment/redelivery': 'not reached',
    } as const;
    const charge = lineOf(lines(80, states), 'payment-service', 'ChargePayment');
    expect(charge).to.match(/^ChargePayment +\/\/ +\/\/ +x~ +\.\. +\.\. +\.\. +\.\. +\/\/$/);
    const wide = lineOf(lines(120, states), 'payment-service', 'ChargePayment');
    expect(wide).to.include('(/)(/) (/)(/) (x)(~)');
    expect(lineOf(lines(80), 'payment-service', 'PutAccount')).to.match(/^PutAccount +\/\. +\/\./);
  });

  it('fits for every protocol, with a third mark where somebody does not return, and explains it', () => {
    for (const grid of grids)
      for (const width of [80, 120])
        for (const line of gridLines(grid, madeUpSweep({}, grid.cells).results, { width, paint }))
          expect(line.length, line).to.be.at.most(width);
    const grid = gridNamed('2pc');
    const swept = madeUpSweep({ 'saga-orchestrator/before-publish/2pc.Commit/away': 'blocked' }, grid.cells);
    const shown = gridLines(grid, swept.results, { width: 80, paint });
    expect(lineOf(shown, 'saga-orchestrator', '2pc.Commit')).to.match(/^2pc\.Commit .* \/\/- +\/\/\. /);
    expect(shown.join('\n')).to.include('- the others waited for it, as is promised');
    expect(lines(80).join('\n')).not.to.include('as is promised');
  });

  it('leaves out what was not chosen, and explains every column', () => {
    const some = lines(80, {}, cellsNamed(saga.cells, 'payment-service/before-ack/ChargePayment'));
    expect(some.filter((line) => /^[a-z-]+-service$|^saga-orchestrator$/.test(line))).to.deep.equal([
      'payment-service',
    ]);
    expect(some.some((line) => line.startsWith('RefundPayment'))).to.equal(false);
    expect(some.filter((line) => / (when|while) /.test(line))).to.have.length(8 + 1);
  });
});
