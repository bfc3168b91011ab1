import { expect } from 'chai';
import { between, recordedSpeed, speedSentence, speedTables } from './recorded-speed.ts';

const recorded = {
  command: 'npm run bench -- --full --record',
  at: '2026-01-02T03:04:05Z',
  machine: { processors: '2 x some', memoryGiB: 8, node: 'v26', rabbitmq: '3', mongodb: '6', code: 'abc' },
  figures: [
    {
      name: 'Ratios',
      heading: ['load', 'to', 'rate'],
      rows: [
        ['50 at once', 'floor', 0.5],
        ['200 at once', 'another', 2],
        ['200 at once', 'floor', 0.25],
      ],
    },
    {
      name: 'Rates',
      heading: ['load', 'who', 'sagas/s', 'p50 ms'],
      rows: [
        ['1 at once', 'ours', 15, 67],
        ['50 at once', 'ours', 84, 590],
        ['50 at once', 'floor', 169, 290],
        ['200 at once', 'ours', 1_310, 1_500],
      ],
    },
  ],
};

describe('Documents say of speed what was recorded', () => {
  it('in tables, with command and machine', () => {
    const text = speedTables(recorded);
    expect(text).to.match(/^`npm run bench -- --full --record` on 2026-01-02: 2 x some, 8 GiB/);
    expect(text).to.include('Ratios:').and.include('| 200 at once | floor | 0.25 |');
    expect(text).to.include('| load | who | sagas/s | p50 ms |\n| --- | --- | --: | --: |');
  });

  it('in one sentence', () => {
    const sentence = speedSentence(recorded);
    expect(sentence).to.include('one alone took 67 ms');
    expect(sentence).to.include(
      '84 completed per second with 50 at once and 1,310 with 200: 0.5 and 0.25 of',
    );
  });

  it('in one sentence of what is recorded now, and in none if something is missing in it', () => {
    expect(speedSentence(recordedSpeed())).to.match(/: [\d.]+ and [\d.]+ of what the floor does/);
    const [, rates] = recorded.figures;
    expect(() => speedSentence({ ...recorded, figures: rates ? [rates] : [] })).to.throw(
      'nothing is recorded of rate',
    );
  });

  it('with a word of it where the machine was not left alone', () => {
    const busy = { ...recorded, machine: { ...recorded.machine, busyWithOthers: 3.2 } };
    for (const say of [speedTables, speedSentence]) {
      expect(say(busy)).to.include('while other programs ran on it as well');
      expect(say(recorded)).not.to.include('other programs');
    }
  });

  it('between the marks of a page, and nowhere else', () => {
    const page = 'a\n<!-- speed -->\nold\n<!-- /speed -->\nz';
    expect(between(page, 'speed', 'new')).to.equal('a\n<!-- speed -->\n\nnew\n\n<!-- /speed -->\nz');
    expect(() => between(page, 'other', 'new')).to.throw('no place for other');
  });
});
