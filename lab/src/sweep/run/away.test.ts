import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Cell } from '../cells/cells.ts';
import { playAway } from './away.ts';
import type { CellParts } from './cell-parts.ts';
import type { CellStage } from './cell-stage.ts';

describe('A cell in which somebody does not return', () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  before(() => process.on('unhandledRejection', onUnhandled));
  after(() => process.off('unhandledRejection', onUnhandled));

  it('goes on to its end although the order was refused meanwhile, and says why then', async () => {
    const acts: string[] = [];
    const stage = {
      prepare: () => Promise.resolve(),
      placeOrder: () => Promise.reject(new Error('nobody is there')),
      deaths: async () => {
        await sleep(1); // only now is a rejection without a handler told
        acts.push('dead');
      },
      returns: () => void acts.push('back'),
    } as unknown as CellStage;
    const parts = { names: { orderId: 'o1' }, awayMs: 0 } as unknown as CellParts;
    const trouble = await playAway({ service: 'order-service' } as Cell, stage, parts).catch(String);
    expect({ acts, trouble }).to.deep.equal({ acts: ['dead', 'back'], trouble: 'Error: nobody is there' });
    expect(unhandled).to.deep.equal([]);
  });
});
