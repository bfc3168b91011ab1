import { expect } from 'chai';
import { barLine, clockTime } from '../progress-bar.ts';
import { howFar } from './how-far.ts';
import { sharesOf } from './profile.ts';
import { redWithout } from './seed-result.ts';
import { findingsOf } from './show-totals.ts';
import { newTotals } from './totals.ts';

const node = (id: number, functionName: string, url: string) => ({
  id,
  callFrame: { functionName, url, scriptId: '1', lineNumber: 1, columnNumber: 1 },
});

describe('The figures of a run of seeds', () => {
  it('say how far it is and how long it takes still, by seeds or by minutes, whichever ends first', () => {
    expect(howFar({ done: 250, red: [17], elapsedMs: 5_000, seeds: 1_000 })).to.deep.equal({
      share: 0.25,
      text: '250 of 1,000 seeds, 50 a second, 1 red (17), 0:15 left',
    });
    expect(howFar({ done: 250, red: [], elapsedMs: 30_000, seeds: 1_000, minutes: 1 }).share).to.equal(0.5);
    expect(howFar({ done: 4, red: [], elapsedMs: 2_000 })).to.deep.equal({
      text: '4 seeds, 2.0 a second, 0 red',
    });
    expect(howFar({ done: 0, red: [], elapsedMs: 0, seeds: 5 }).text).to.equal(
      '0 of 5 seeds, 0.0 a second, 0 red',
    );
  });

  it('are a bar of the same length from beginning to end, and no bar where the end is not known', () => {
    expect(barLine({ share: 0, text: 'x' })).to.equal('[........................] x');
    expect(barLine({ share: 0.5, text: 'x' })).to.equal('[############............] x');
    expect(barLine({ share: 1.2, text: 'x' })).to.equal('[########################] x');
    expect(barLine({ text: 'x' })).to.equal('x');
    expect([0, 61_000, 7_384_000].map(clockTime)).to.deep.equal(['0:00', '1:01', '2:03:04']);
  });

  it('spread over the seeds: mean, half of them, and the hundredth that takes longest', () => {
    const totals = newTotals();
    for (let seed = 1; seed <= 100; seed += 1) totals.add(redWithout(seed, 'boom', seed));
    expect(totals.totals().cpuMs).to.deep.equal({ mean: 50.5, p50: 51, p99: 100 });
    expect(newTotals().totals().cpuMs).to.deep.equal({ mean: 0, p50: 0, p99: 0 });
  });

  it('have a fingerprint that no order changes, but any seed or trace', () => {
    const fingerprint = (...runs: [number, string][]) => {
      const totals = newTotals();
      for (const [seed, hash] of runs) totals.add({ ...redWithout(seed, ''), hash });
      return totals.totals().fingerprint;
    };
    expect(fingerprint([1, 'a'], [2, 'b'])).to.equal(fingerprint([2, 'b'], [1, 'a']));
    expect(fingerprint([1, 'a'], [2, 'b'])).not.to.equal(fingerprint([1, 'a'], [2, 'c']));
    expect(fingerprint([1, 'a'])).not.to.equal(fingerprint([2, 'a']));
  });

  it('say which part takes the time, and leave out waiting', () => {
    const nodes = [
      node(1, '(idle)', ''),
      node(2, '(garbage collector)', ''),
      node(3, 'decide', 'file:///x/platform/src/runtime/decide-batch.ts'),
      node(4, 'parse', 'file:///x/node_modules/zod/v4/core.js'),
      node(5, 'fold', 'file:///x/saga-orchestrator/src/saga/state.ts'),
      node(6, 'hash', 'file:///x/node_modules/@noble/hashes/sha2.js'),
      node(7, 'run', 'node:internal/process/task_queues'),
    ];
    const profile = {
      nodes,
      startTime: 0,
      endTime: 1,
      samples: [1, 2, 3, 3, 4, 5, 6, 7],
      timeDeltas: [9_000, 100, 150, 250, 200, 100, 100, 100],
    };
    expect(sharesOf(profile)).to.deep.equal([
      ['platform/runtime', 0.4],
      ['zod', 0.2],
      ['garbage collection', 0.1],
      ['saga-orchestrator', 0.1],
      ['@noble/hashes', 0.1],
      ['Node', 0.1],
    ]);
  });

  it('say that a run was broken off, and by what', () => {
    const figures = {
      totals: newTotals().totals(),
      from: 1,
      workers: 1,
      elapsedMs: 0,
      memory: { afterATenth: 0, atTheEnd: 0 },
    };
    const early = (ended: 'red' | 'stopped' | 'minutes') =>
      findingsOf({ ...figures, ended }).map(({ sentence }) => sentence);
    expect(early('red')).to.include('The run ended early: more red runs would tell nothing new');
    expect(early('stopped')).to.include('The run ended early: it was stopped');
    expect(early('minutes')).to.have.length(1);
  });
});
