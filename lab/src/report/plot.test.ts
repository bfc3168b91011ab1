import { expect } from 'chai';
import { elementsOf } from '../testing/elements.ts';
import { expectGoodPage, nameOf } from '../testing/page-rules.ts';
import { plot, ticksOf } from './plot.ts';

const value = (median: number, least = median, most = median) => ({ median, least, most });
const given = {
  caption: 'Sagas that end in a second.',
  unit: 'sagas per second',
  cases: ['1 at once', '50 at once', '500 at once'],
  series: [
    { name: 'ours', token: 'command', shape: 'disc', values: [value(10), value(100, 80, 120), value(1_000)] },
    { name: 'floor', token: 'event', shape: 'square', values: [value(20), undefined, value(400)] },
  ],
  scale: 'linear',
} as const;

const heights = (scale: 'linear' | 'log') =>
  elementsOf(plot({ ...given, scale }).text)
    .filter(({ name }) => name === 'circle')
    .map(({ attributes }) => Number(attributes.get('cy')))
    .slice(-3) as [number, number, number];

describe('A plot of measured values', () => {
  it('says each of them in a sentence, with its spread', () => {
    const { text } = plot(given);
    expectGoodPage(text);
    const marks = elementsOf(text).filter(({ attributes }) => attributes.get('role') === 'img');
    expect(marks.map(nameOf)).to.deep.equal([
      'ours, 1 at once: 10 sagas per second.',
      'ours, 50 at once: 100 (80 to 120) sagas per second.',
      'ours, 500 at once: 1,000 sagas per second.',
      'floor, 1 at once: 20 sagas per second.',
      'floor, 500 at once: 400 sagas per second.',
    ]);
  });

  it('has its points as high as their values, or as the logarithms of these', () => {
    const [low, middle, high] = heights('linear');
    expect((low - high) / (low - middle)).to.be.closeTo(990 / 90, 0.1);
    const [one, two, three] = heights('log');
    expect(one - two).to.be.closeTo(two - three, 0.2);
    expect(two).to.be.lessThan(one);
  });

  it('tells series apart by their shapes', () => {
    const shapes = elementsOf(plot(given).text).map(({ name }) => name);
    expect(shapes.filter((name) => name === 'circle')).to.have.length(3 + 1); // one in the legend
    expect(shapes.filter((name) => name === 'rect')).to.have.length(2 + 1);
  });

  it('draws five series in five ways, the colour left out', () => {
    const drawn = (['disc', 'square', 'diamond', 'triangle', 'ring'] as const).map((shape) => {
      const { text } = plot({ ...given, series: [{ name: 'it', token: 'ok', shape, values: [] }] });
      return /<li><svg[^>]*>(.*?)<\/svg>/s.exec(text)?.[1];
    });
    expect(new Set(drawn).size).to.equal(5);
    expect(drawn).not.to.include(undefined);
  });

  it('joins the points of a series, one above the other, where its cases are steps of one quantity', () => {
    const lines = (joined?: true) =>
      elementsOf(plot({ ...given, ...(joined && { joined }) }).text).flatMap(({ name, attributes }) =>
        name === 'path' && /L/.test(attributes.get('d') ?? '') ? (attributes.get('d') ?? '') : [],
      );
    expect(lines()).to.deep.equal([]);
    const [ours = ''] = lines(true);
    const places = [...ours.matchAll(/[ML]([\d.]+) /g)].map(([, x]) => x);
    const points = elementsOf(plot({ ...given, joined: true }).text)
      .filter(({ name, attributes }) => name === 'circle' && attributes.get('cx') !== '8')
      .map(({ attributes }) => attributes.get('cx'));
    expect(places).to.deep.equal(points);
    expect(lines(true)).to.have.length(1); // the other series has a gap, so nothing to join
  });

  it('has round marks at its side that hold everything', () => {
    expect(ticksOf([value(0, 0, 540)], 'linear')).to.deep.equal([0, 100, 200, 300, 400, 500, 600]);
    expect(ticksOf([value(0, 0, 1)], 'linear')).to.deep.equal([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticksOf([value(40), value(1_200)], 'log')).to.deep.equal([10, 100, 1_000, 10_000]);
    expect(ticksOf([value(100)], 'log')).to.deep.equal([100, 1_000]);
  });
});
