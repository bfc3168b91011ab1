import fc from 'fast-check';
import { expect } from 'chai';
import { madeUpSimulate, simulationOf, verdictOf } from '../testing/made-up-simulation.ts';
import { shrink } from './shrink.ts';
import type { ShrinkProgress } from './shrink.ts';
import type { Choices } from './simulation.ts';

const noise = (n: number): [string, number][] =>
  Array.from({ length: n }, (_, i) => [`delay#${i}`, 1 + (i % 7)]);

/** Red if payment dies at its second commit while five or more orders are placed, whatever else happens. */
const needsThree = (choices: Choices): string | undefined =>
  choices.has('crash payment#2') && choices.has('late ReserveStock#1') && (choices.get('orders') ?? 0) >= 5
    ? 'charged twice'
    : undefined;

const schedule: Choices = new Map([
  ['orders', 40],
  ...noise(100),
  ['crash payment#2', 3],
  ['crash order#1', 1],
  ...noise(200).slice(100),
  ['late ReserveStock#1', 9],
  ['duplicate#7', 1],
]);

const task = (simulate: ReturnType<typeof madeUpSimulate>['simulate'], choices: Choices = schedule) => ({
  simulate,
  seed: 7,
  choices,
  invariant: 'I-5' as const,
});

describe('Shrinking a red run', () => {
  it('leaves only choices without which it would be green, each as small as it can be', async () => {
    const { simulate, runs } = madeUpSimulate({ wrong: needsThree });
    const shrunk = await shrink(task(simulate));
    expect([...(shrunk?.choices ?? [])]).to.deep.equal([
      ['orders', 5],
      ['crash payment#2', 1],
      ['late ReserveStock#1', 1],
    ]);
    expect(shrunk?.red).to.deep.equal({ invariant: 'I-5', finding: 'charged twice' });
    expect(shrunk?.runs).to.equal(runs.length);
    expect(runs.length).to.be.below(80);
  });

  it('leaves nothing if the run is red without any choice', async () => {
    const { simulate } = madeUpSimulate({ wrong: () => 'always' });
    expect((await shrink(task(simulate)))?.choices.size).to.equal(0);
  });

  it('gives the same answer every time, and never tries the same choices twice', async () => {
    const once = madeUpSimulate({ wrong: needsThree });
    const again = madeUpSimulate({ wrong: needsThree });
    expect(await shrink(task(once.simulate))).to.deep.equal(await shrink(task(again.simulate)));
    const keys = once.runs.map((choices) => JSON.stringify([...choices]));
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('says that a run which is not red again cannot be shrunk', async () => {
    const { simulate } = madeUpSimulate({ wrong: () => undefined });
    expect(await shrink(task(simulate))).to.equal(undefined);
  });

  it('keeps to the invariant: a run that is red for another reason is no smaller one', async () => {
    const simulate = ({ choices = schedule }: { choices?: Choices }) =>
      Promise.resolve(
        simulationOf({
          choices,
          verdicts: [choices.has('crash payment#2') ? verdictOf('I-5', 'twice') : verdictOf('I-1', 'lost')],
        }),
      );
    expect([...((await shrink(task(simulate)))?.choices ?? [])]).to.deep.equal([['crash payment#2', 1]]);
  });

  it('shrinks a run in which the simulator throws', async () => {
    const simulate = ({ choices = schedule }: { choices?: Choices }) =>
      choices.has('crash order#1')
        ? Promise.reject(new Error('boom'))
        : Promise.resolve(simulationOf({ choices }));
    const shrunk = await shrink({ ...task(simulate), invariant: 'error' });
    expect(shrunk?.red).to.deep.equal({ invariant: 'error', finding: 'boom' });
    expect([...(shrunk?.choices ?? [])]).to.deep.equal([['crash order#1', 1]]);
  });

  it('drops choices that the run does not come to any more', async () => {
    const { simulate } = madeUpSimulate({
      wrong: (choices) => (choices.has('crash payment#2') ? 'twice' : undefined),
      asksFor: (name, choices) => !name.startsWith('delay') || choices.has('crash order#1'),
    });
    expect([...((await shrink(task(simulate)))?.choices ?? [])]).to.deep.equal([['crash payment#2', 1]]);
  });

  it('ends after the runs that it may take, with the best so far, and tells how far it is', async () => {
    const { simulate, runs } = madeUpSimulate({ wrong: needsThree });
    const told: ShrinkProgress[] = [];
    const shrunk = await shrink({ ...task(simulate), mostRuns: 4, tell: (progress) => told.push(progress) });
    expect(runs.length).to.equal(4);
    expect(told.map((progress) => progress.runs)).to.deep.equal([1, 2, 3, 4]);
    expect(told.at(-1)?.choices).to.equal(shrunk?.choices.size);
    expect(needsThree(shrunk?.choices ?? new Map())).to.equal('charged twice');
    expect(shrunk?.choices.size).to.be.below(schedule.size);
  });

  it('finds whatever subset of the choices a run needs', async () => {
    const names = [...schedule.keys()];
    await fc.assert(
      fc.asyncProperty(fc.subarray(names, { minLength: 1, maxLength: 8 }), async (needed) => {
        const wrong = (choices: Choices) => (needed.every((name) => choices.has(name)) ? 'x' : undefined);
        const shrunk = await shrink(task(madeUpSimulate({ wrong }).simulate));
        expect([...(shrunk?.choices.keys() ?? [])]).to.have.members(needed);
      }),
      { numRuns: 50 },
    );
  });
});
