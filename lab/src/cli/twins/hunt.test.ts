import { expect } from 'chai';
import type { Red } from '../../simulator/red.ts';
import { sweeperOff } from '../../twins/outbox.ts';
import type { PlantedBug } from '../../twins/planted.ts';
import type { SeedResult } from '../sim/seed-result.ts';
import { redWithout } from '../sim/seed-result.ts';
import type { SimWorker } from '../sim/sim-worker.ts';
import { hunt } from './hunt.ts';
import { huntAll } from './hunt-all.ts';

const bug: PlantedBug = { ...sweeperOff, breaks: ['I-3', 'I-9'] };

/** Broken in each of these seeds, by two choices of which one is enough. */
const worker = (broken: Readonly<Record<number, Red['invariant']>>) => {
  const ran: number[] = [];
  const fake: SimWorker = {
    run: (seed): Promise<SeedResult> => {
      ran.push(seed);
      const invariant = broken[seed];
      const reds = invariant ? [{ invariant, finding: `seed ${seed}` }] : [];
      return Promise.resolve({
        ...redWithout(seed, ''),
        reds,
        choices: [
          ['a', 1],
          ['b', 2],
        ],
      });
    },
    shrink: ({ seed, invariant }) =>
      Promise.resolve({ choices: new Map([['b', 1]]), red: { invariant, finding: `seed ${seed}` }, runs: 7 }),
    stop: () => Promise.resolve(),
  };
  return { fake, ran };
};

const task = { from: 1, seeds: 20, wanted: 1, signal: new AbortController().signal, tell: () => undefined };

describe('The hunt for a planted bug', () => {
  it('ends with the first seed that breaks what the bug is to break, made small', async () => {
    const { fake, ran } = worker({ 2: 'I-20', 4: 'I-3', 5: 'I-3' });
    const { seeds, catches } = await hunt(bug, { ...task, worker: fake });
    expect(ran).to.deep.equal([1, 2, 3, 4]);
    expect(seeds).to.equal(4);
    const red = { invariant: 'I-3', finding: 'seed 4' };
    expect(catches).to.deep.equal([{ seed: 4, red, runs: 7, choices: new Map([['b', 1]]) }]);
  });

  it('goes on for further ones, but not for ever', async () => {
    const { fake, ran } = worker({ 1: 'I-3', 3: 'I-9' });
    const { seeds, catches } = await hunt(bug, { ...task, worker: fake, wanted: 3 });
    expect(catches.map(({ seed }) => seed)).to.deep.equal([1, 3]);
    expect([seeds, ran.length]).to.deep.equal([1, 11]);
  });

  it('says how many seeds did not show it', async () => {
    const { seeds, catches } = await hunt(bug, { ...task, worker: worker({}).fake });
    expect([seeds, catches.length]).to.deep.equal([20, 0]);
  });

  it('keeps the order of the bugs, whichever is caught first', async () => {
    const [slow, quick] = [
      { ...bug, name: 'slow' },
      { ...bug, name: 'quick' },
    ];
    const taken: string[] = [];
    const hunted = await huntAll({
      ...task,
      twins: [slow, quick],
      workers: 2,
      newWorker: ({ name }) => worker(name === 'slow' ? { 9: 'I-3' } : { 1: 'I-3' }).fake,
      take: ({ twin: { name } }) => taken.push(name),
    });
    expect(taken).to.deep.equal(['quick', 'slow']);
    expect(hunted.map(({ twin, seeds }) => [twin.name, seeds])).to.deep.equal([
      ['slow', 9],
      ['quick', 1],
    ]);
  });
});
