import { expect } from 'chai';
import { elementsOf } from '../testing/elements.ts';
import { expectGoodPage, nameOf } from '../testing/page-rules.ts';
import { bars } from './bars.ts';

const { text } = bars({
  caption: 'Processor time for one saga.',
  unit: 'ms',
  parts: [
    { name: 'services', token: 'command', look: 'filled' },
    { name: 'databases', token: 'ok', look: 'hollow' },
    { name: 'broker', token: 'event', look: 'hatched' },
  ],
  bars: [
    { name: 'ours', values: [8, 7.5, 2.1] },
    { name: 'floor', values: [1.1, 0, 1] },
  ],
});
const elements = elementsOf(text);
const widths = (style: string) =>
  elements
    .filter(({ name, attributes }) => name === 'rect' && attributes.get('class') === style)
    .map(({ attributes }) => Number(attributes.get('width')))
    .filter((width) => width !== 12); // those of the legend

describe('Bars of what something consists of', () => {
  it('say it in sentences', () => {
    expectGoodPage(text);
    const marks = elements.filter(({ attributes }) => attributes.get('role') === 'img');
    expect(marks.map(nameOf)).to.deep.equal([
      'ours: 17.6 ms, of which services 8, databases 7.5, broker 2.1.',
      'floor: 2.1 ms, of which services 1.1, databases 0, broker 1.',
    ]);
  });

  it('are as long as their values, part behind part, and a part of nothing is left out', () => {
    const [ours = 0, floor = 0] = widths('fill command');
    expect(ours / floor).to.be.closeTo(8 / 1.1, 0.1);
    expect(widths('hollow ok')).to.have.length(1);
    const [first, second] = elements.filter(
      ({ name, attributes }) => name === 'rect' && attributes.get('height') === '18',
    );
    const end = Number(first?.attributes.get('x')) + Number(first?.attributes.get('width'));
    expect(end).to.be.closeTo(Number(second?.attributes.get('x')), 0.15);
  });

  it('are told apart without colour', () => {
    expect(elements.filter(({ attributes }) => attributes.get('class') === 'hatch event')).to.have.length(3);
  });
});
