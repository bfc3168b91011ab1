import { expect } from 'chai';
import { participant } from './participant.ts';
import type { StepDone } from './participant.ts';
import type { Asked } from './saga.ts';

const asked = (step: Asked['step'], amount: number, saga = 'a'): Asked => ({
  saga,
  step,
  account: 'apples',
  amount,
});

/** On a database whose requests end when the test says so. */
const held = (written?: readonly StepDone[]) => {
  const requests: { readonly steps: readonly StepDone[]; readonly end: (error?: Error) => void }[] = [];
  const one = participant(
    {
      now: () => 7,
      insert: (steps) =>
        new Promise<void>((resolve, reject) => {
          requests.push({ steps, end: (error) => (error ? reject(error) : resolve()) });
        }),
    },
    written,
  );
  return { ...one, requests };
};

/** On a database that does everything at once. */
const opened = async (written?: readonly StepDone[]) => {
  const stored: StepDone[] = [];
  const insert = (steps: readonly StepDone[]) => Promise.resolve(void stored.push(...steps));
  const one = participant({ now: () => 7, insert }, written);
  if (!written) await one.perform(asked('open', 10, 'apples'));
  return { ...one, stored };
};

const available = ({ state }: Pick<ReturnType<typeof participant>, 'state'>) => state().balances['apples'];

describe('A participant of the peers', () => {
  it('moves stock as it is reserved, released and shipped, and refuses what is not there', async () => {
    const one = await opened();
    expect((await one.perform(asked('reserve', 4, 'a'))).ok).to.equal(true);
    expect((await one.perform(asked('reserve', 7, 'b'))).ok).to.equal(false);
    expect((await one.perform(asked('reserve', 6, 'c'))).ok).to.equal(true);
    expect(available(one)).to.deep.equal({ available: 0, held: 10 });
    await one.perform(asked('release', 4, 'a'));
    await one.perform(asked('ship', 6, 'c'));
    expect(available(one)).to.deep.equal({ available: 4, held: 0 });
  });

  it('does a step once, however often it is asked, and gives the same answer each time', async () => {
    const one = await opened();
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await one.perform(asked('charge', 8)));
    expect(new Set(answers).size).to.equal(1);
    expect(answers[0]?.ok).to.equal(true);
    expect(available(one)).to.deep.equal({ available: 2, held: 0 });
    expect(one.stored.map(({ _id }) => _id)).to.deep.equal(['apples.open', 'a.charge']);
    expect(one.state().repeats).to.equal(2);
  });

  it('keeps a refusal, even when there would be enough by now', async () => {
    const one = await opened();
    await one.perform(asked('charge', 11));
    await one.perform({ saga: 'more', step: 'open', account: 'apples', amount: 5 });
    expect((await one.perform(asked('charge', 11))).ok).to.equal(false);
  });

  it('answers nothing before it is durable, the repeated step neither', async () => {
    const { perform, requests } = held();
    const answered: string[] = [];
    const both = [1, 2].map((n) => perform(asked('open', 1)).then(() => answered.push(`${n}`)));
    await new Promise((resolve) => setImmediate(resolve));
    expect([answered, requests.length]).to.deep.equal([[], 1]);
    requests[0]?.end();
    await Promise.all(both);
    expect(answered).to.deep.equal(['1', '2']);
  });

  it('writes what waits in one request', async () => {
    const { perform, requests } = held();
    for (const saga of ['a', 'b', 'c', 'd']) void perform(asked('open', 1, saga));
    requests[0]?.end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(requests.map(({ steps }) => steps.length)).to.deep.equal([1, 3]);
  });

  it('fails those whose write failed', async () => {
    const { perform, requests } = held();
    const failing = perform(asked('open', 1)).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    requests[0]?.end(new Error('disk full'));
    expect(await failing).to.contain('disk full');
  });

  it('goes on from what an earlier process has written: same answers, same balances', async () => {
    const before = await opened();
    await before.perform(asked('reserve', 4));
    await before.perform(asked('reserve', 9, 'b'));
    const after = await opened(before.stored);
    expect(after.state().balances).to.deep.equal(before.state().balances);
    expect((await after.perform(asked('reserve', 4))).ok).to.equal(true);
    expect((await after.perform(asked('reserve', 9, 'b'))).ok).to.equal(false);
    expect([available(after), after.stored]).to.deep.equal([{ available: 6, held: 4 }, []]);
  });
});
