import { expect } from 'chai';
import { columns } from '../columns.ts';
import { cellsUnder } from '../cell.ts';
import type { Cell } from '../cell.ts';
import type { Condition } from '../conditions.ts';
import { simulatedPlay } from '../simulated/run-simulated.ts';
import { elementsOf } from '../../testing/elements.ts';
import { expectGoodPage, nameOf } from '../../testing/page-rules.ts';
import { comparePage } from './page.ts';

const seenUnder = (...conditions: readonly Condition[]): Promise<readonly Cell[]> =>
  cellsUnder(columns, { conditions }, simulatedPlay({ seed: 7 }));

const pageOf = (cells: readonly Cell[]): string =>
  comparePage({
    cells,
    command: 'all again',
    commandFor: ({ protocol }) => `${protocol} again`,
    at: '2026-01-01T00:00:00.000Z',
    real: ['a'],
    simulated: ['b'],
  });

const marksIn = (text: string): readonly string[] =>
  elementsOf(text)
    .filter(({ attributes }) => attributes.get('role') === 'img')
    .map(nameOf);

describe('The page of a comparison', function () {
  this.timeout(60_000);

  it('needs nothing else, and names every mark', async () => {
    const text = pageOf(await seenUnder('refusal', 'A'));
    expectGoodPage(text);
    expect(text).to.include('<h2 id="under-A">');
  });

  it('says of each lane in a sentence who held what for how long, and who was away', async () => {
    const marks = marksIn(pageOf(await seenUnder('A')));
    const held = marks.filter((mark) => mark.startsWith('2pc: inventory-service holds something'));
    expect(held).to.have.length(1);
    expect(held[0]).to.include('on, to the end');
    expect(marks.find((mark) => mark.startsWith('2pc: saga-orchestrator'))).to.include('is dead from');
    expect(marks.find((mark) => mark.startsWith('3pc: payment-service'))).to.include('it is given back');
  });

  it('colours lanes only where protocols end differently', async () => {
    const [none, refused] = [pageOf(await seenUnder('none')), pageOf(await seenUnder('A'))];
    expect(none).not.to.match(/class="hatch (ok|fail|compensation)"/);
    expect(refused).to.match(/class="hatch ok"/);
    expect(refused).to.match(/class="hatch fail"/);
  });

  it('says what is not as promised, and how to have it again', async () => {
    const cells = await seenUnder('none');
    const wrong = cells.map((cell, n) => (n === 2 ? { ...cell, differences: ['it is not.'] } : cell));
    const text = pageOf(wrong);
    expect(text).to.include(`1 of ${cells.length} cells are not as their protocols promise.`);
    expect(text).to.include('tcc under none: it is not. <code>tcc again</code>');
  });
});
