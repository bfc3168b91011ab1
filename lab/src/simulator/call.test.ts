// A call, its effect and its answer: which of the two there is, fault by fault.
import { expect } from 'chai';
import { call } from './call.ts';
import type { FaultKind } from './fault-kinds.ts';
import { processIn, runUntil, smallWorld } from './testing/small-world.ts';

/** Calls once with this fault; how often the effect was there, what was heard, and who lives, after ten seconds. */
const callWith = async (
  fault: FaultKind | undefined,
  prepare: (parts: ReturnType<typeof processIn>) => void = () => undefined,
) => {
  const world = smallWorld(fault && { weights: { [fault]: 1 } });
  const parts = processIn(world);
  const { process } = parts;
  let effects = 0;
  let heard: string | undefined;
  prepare(parts);
  const answer = call(
    { world, process, life: process.life() },
    {
      doing: 'committing X',
      link: process.toStore,
      faults: world.table(...(fault ? [fault] : [])),
      effect: () => {
        effects += 1;
        return Promise.resolve('done');
      },
      part: () => Promise.resolve('a part'),
      silence: () => Promise.reject(new Error('silence')),
      refusal: () => Promise.resolve('refused'),
      patience: 1_000_000,
    },
  );
  answer.then(
    (value) => (heard = value),
    (error: unknown) => (heard = String(error)),
  );
  await runUntil(world, 10_000);
  return {
    effects,
    heard,
    starts: parts.lives.length,
    what: world.result().injections.map(({ what }) => what),
  };
};

describe('a call over a network', () => {
  it('has its effect, and is answered', async () => {
    expect(await callWith(undefined)).to.deep.equal({ effects: 1, heard: 'done', starts: 1, what: [] });
  });

  for (const [fault, effects, heard] of [
    ['write lost', 0, 'Error: silence'],
    ['write unanswered', 1, 'Error: silence'],
    ['write late', 1, 'Error: silence'],
    ['write in part', 0, 'Error: silence'],
    ['call failed', 0, 'refused'],
    ['message doubled', 2, 'done'],
  ] as const) {
    it(`under "${fault}" has ${effects} effects, and hears: ${heard}`, async () => {
      const result = await callWith(fault);
      expect(result).to.deep.include({ effects, heard, starts: 1 });
      expect(result.what).to.have.length(1);
    });
  }

  it('is never answered to a process that is killed by then; it starts again', async () => {
    expect(await callWith('kill before')).to.deep.include({ effects: 0, heard: undefined, starts: 2 });
    const after = await callWith('kill after');
    expect(after).to.deep.include({ effects: 1, heard: undefined, starts: 2 });
    expect(after.what).to.deep.equal([
      'payment-service 1 is killed after committing X',
      'payment-service 1, which was killed, starts again',
    ]);
  });

  it('over a cut link has no effect, or no answer', async () => {
    const lost = await callWith(undefined, ({ process }) => {
      process.toStore.cut('requests');
    });
    expect(lost).to.deep.include({ effects: 0, heard: 'Error: silence' });
    const unheard = await callWith(undefined, ({ process }) => {
      process.toStore.cut('answers');
    });
    expect(unheard).to.deep.include({ effects: 1, heard: 'Error: silence' });
  });
});
