// Simulated histories cut off at many moments: each goes on as a system of its own, and ends as it should.
import { serviceNames } from '@saga-lab/contracts/services';
import { virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import { expect } from 'chai';
import type { Facts } from '../checker/facts.ts';
import { judge } from '../checker/judge.ts';
import { factsOf } from '../reader/facts-of.ts';
import { sharedHashes } from '../simulator/hash.ts';
import { memoryLab } from '../simulator/memory-lab.ts';
import { readMemory } from '../simulator/read-memory.ts';
import { simulatedRebuilding } from '../simulator/read-simulation.ts';
import { simulate } from '../simulator/simulate.ts';
import { usualComponents } from '../testing/usual-components.ts';
import { byLamport, cutAt } from './cut.ts';
import type { Cut } from './cut.ts';
import { forkOf } from './fork.ts';
import { armedTimers, messagesInFlight } from './in-flight.ts';
import { idsIn } from './states.ts';

/** Later than all clocks of the simulated world, and long enough for every deadline. */
const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;

/** All that the fork of a cut says of itself once it has come to rest. */
const goneOn = async (cut: Cut & { readonly tampering?: Facts['tampering'] }): Promise<Facts> => {
  const clock = virtualClock();
  await clock.advance(HOUR_MS);
  let unique = 0;
  const ids = { ...sharedHashes, unique: () => `fork/${(unique += 1)}`, random: () => 0.5 };
  const lab = memoryLab(usualComponents, { clock, ids });
  const commits = forkOf(cut, clock.now());
  for (const name of serviceNames) await lab.services[name].store.insertOrdered(commits[name]);
  await lab.start();
  for (let n = 0; n < 120; n += 1) await clock.advance(SECOND_MS);
  const read = await readMemory(lab, idsIn(cut.history));
  const { forged } = cut.tampering ?? { forged: [] };
  await lab.stop();
  const reading = { ...read, tampering: { ...read.tampering, forged, anyDeadLetter: true } };
  return factsOf(reading, reading, simulatedRebuilding);
};

describe('A fork', function () {
  this.timeout(120_000);

  it('goes on with what was under way, so that every saga ends and all invariants hold', async () => {
    let underway = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const { facts } = await simulate({ seed });
      const all = byLamport(facts.history).map(({ commit }) => commit);
      for (const part of [0.05, 0.3, 0.55, 0.8, 1]) {
        const { lamport = 0 } = all[Math.floor((all.length - 1) * part)] ?? {};
        const cut = { ...cutAt(facts.history, { lamport }), tampering: facts.tampering };
        underway += messagesInFlight(cut).length + armedTimers(cut).length;
        const verdicts = judge(await goneOn(cut));
        const flaws = verdicts.filter(({ state }) => state !== 'holds');
        expect(flaws, `seed ${seed} at ${lamport}`).to.deep.equal([]);
      }
    }
    expect(underway).to.be.above(40);
  });
});
