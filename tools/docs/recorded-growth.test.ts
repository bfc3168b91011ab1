import { expect } from 'chai';
import { onPaper, withGrowth } from './recorded-growth.ts';

const HEADING = [
  'of each service',
  'at once',
  'sagas/s',
  'services',
  'databases',
  'broker',
  'commits a saga',
  'messages a saga',
  'KiB to the disk a saga',
];
const recorded = [
  {
    name: 'lines',
    command: 'npm run bench:growth -- --record',
    at: '2026-01-02T03:04:05Z',
    machine: {
      processors: '2 x some',
      memoryGiB: 8,
      node: 'v26',
      rabbitmq: '3',
      mongodb: '6',
      code: 'abc',
      busyWithOthers: 0.2,
    },
    says: ['Two are slower.'],
    goals: [{ state: 'open', sentence: 'Much is wanted.' }],
    figures: [
      {
        name: 'Instances',
        heading: HEADING,
        rows: [
          ['1 instance', 50, 100, 6, 5, 1, 10, 9, 80],
          ['2 instances', 50, 50, 7, 5, 1, 10, 9, 80],
        ],
      },
    ],
  },
];
const page = ['growth lines', 'growth idle', 'growth paper']
  .map((name) => `<!-- ${name} -->\n<!-- /${name} -->`)
  .join('\n');

describe('Documents say of growth what was recorded', () => {
  it('in sentences, bars and tables, with command and machine', () => {
    const text = withGrowth(page, recorded);
    expect(text)
      .to.include('`npm run bench:growth -- --record` on 2026-01-02: 2 x some, 8 GiB')
      .and.include('load of the machine was 0.2');
    expect(text).to.include('Two are slower.').and.include('Not reached: Much is wanted.');
    expect(text).to.include(
      `1 instance, 50 at once   ${'#'.repeat(40)} 100\n2 instances, 50 at once  ${'#'.repeat(20)} 50`,
    );
    expect(text).to.include('| 2 instances | 50 | 50 | 7 |');
  });

  it('and what follows from it for many machines', () => {
    const { rows } = onPaper(recorded);
    expect(rows[0]).to.deep.equal(['ms of processor time, services', 6, 60_000, 100, '1 on each machine']);
    expect(rows.at(-1)).to.deep.equal(['KiB to the disk', 80, 800_000, '', '8,000 on each machine']);
  });

  it('and how to measure what was not', () => {
    expect(withGrowth(page, recorded)).to.include('npm run bench:growth -- --only idle --record');
    expect(withGrowth(page, []))
      .to.include('npm run bench:growth -- --only lines --record')
      .and.not.to.include('| what |');
  });

  it('and nothing where nothing was recorded', () => {
    expect(() => onPaper([])).to.throw('nothing is recorded of services');
  });
});
