import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { conduct } from './conduct.ts';
import type { Injection } from './schedule.ts';

const injection = (n: number, at: number, given: Partial<Injection> = {}): Injection => ({
  n,
  at,
  kind: 'freeze-service',
  target: 'payment-service',
  forMs: 20,
  dice: 0,
  ...given,
});

const run = async (
  injections: readonly Injection[],
  begin: (injection: Injection) => Promise<{ heal: () => Promise<number> }>,
  signal = new AbortController().signal,
) => {
  const started = performance.now();
  const lines: string[] = [];
  const performed = await conduct(injections, {
    begin,
    now: () => performance.now() - started,
    tell: (what, { n }) => void lines.push(`${n} ${what}`),
    signal,
  });
  return { performed, lines };
};

const heals = () => Promise.resolve({ heal: () => Promise.resolve(1) });

describe('The conductor of the nemesis', () => {
  it('begins each fault at its time, heals it, and says how often it met anything', async () => {
    const other = { target: 'payment-service#2', forMs: 100 };
    const { performed, lines } = await run([injection(1, 10), injection(2, 20, other)], heals);
    expect(lines).to.deep.equal(['1 begun', '2 begun', '1 healed', '2 healed']);
    expect(performed.map(({ n, met }) => [n, met])).to.deep.equal([
      [1, 1],
      [2, 1],
    ]);
    for (const { at, begunAt, forMs, healedAt } of performed) {
      expect(begunAt).to.be.at.least(at - 2);
      expect(healedAt - begunAt).to.be.at.least(forMs - 2);
    }
  });

  it('waits for a target that takes longer to heal than was planned', async () => {
    const slow = () => Promise.resolve({ heal: () => sleep(60, 1) });
    const { lines } = await run([injection(1, 0), injection(2, 40)], slow);
    expect(lines).to.deep.equal(['1 begun', '1 healed', '2 begun', '2 healed']);
  });

  it('goes on after a fault that could not be brought about, and says why', async () => {
    const begin = ({ n }: Injection) => (n === 1 ? Promise.reject(new Error('no such part')) : heals());
    const { performed } = await run([injection(1, 0), injection(2, 5)], begin);
    expect(performed.map(({ met, error }) => [met, error])).to.deep.equal([
      [0, 'Error: no such part'],
      [1, undefined],
    ]);
  });

  it('heals what goes on when all is broken off, and begins nothing more', async () => {
    const over = new AbortController();
    const begin = () => {
      over.abort();
      return heals();
    };
    const long = { forMs: 60_000 };
    const { lines } = await run([injection(1, 0, long), injection(2, 70_000, long)], begin, over.signal);
    expect(lines).to.deep.equal(['1 begun', '1 healed']);
  });
});
