// Ids of a simulation are as good as those of the services, for a simulation.
import { expect } from 'chai';
import { fraction, hashOf, mixed, sharedHashes } from './hash.ts';

describe('the hashes of a simulation', () => {
  it('are 16 and 64 hex digits, the same for the same content', () => {
    expect(sharedHashes.hash('a', 'b'))
      .to.match(/^[0-9a-f]{16}$/)
      .and.to.equal(sharedHashes.hash('a', 'b'));
    expect(sharedHashes.digest('a')).to.match(/^[0-9a-f]{64}$/);
    expect(sharedHashes.digest(new TextEncoder().encode('a'))).to.equal(sharedHashes.digest('a'));
  });

  it('know where one part ends and the next begins', () => {
    expect(sharedHashes.hash('ab', 'c')).not.to.equal(sharedHashes.hash('a', 'bc'));
  });

  it('do not meet in a hundred thousand that differ little', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 100_000; n += 1) seen.add(sharedHashes.hash('saga-orchestrator', `http:${n}`, '0'));
    expect(seen.size).to.equal(100_000);
  });

  it('spread evenly over [0, 1)', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n += 1) {
      const tenth = Math.floor(fraction(mixed(hashOf(7, 'label'), n)) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const times of tenths) expect(times).to.be.within(900, 1_100);
  });
});
