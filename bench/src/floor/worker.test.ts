import { expect } from 'chai';
import { COMMITS, hops, LAST, messageBehind, MESSAGES, queueOf, stepOf } from './course.ts';
import { mustBeWorkOf, worker } from './worker.ts';
import type { Worker } from './worker.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const each = { commits: COMMITS, confirmed: MESSAGES };

/** Four workers on a broker and databases that do everything at once. */
const floor = () => {
  const stored: string[] = [];
  const ended: string[] = [];
  const batches: number[] = [];
  const workers = new Map<string, Worker>();
  const queues = (key: string) => (key === LAST ? queueOf('saga-orchestrator') : key);
  for (const service of new Set(hops))
    workers.set(
      queueOf(service),
      worker({
        now: () => 7,
        insert: (documents) => {
          stored.push(...documents.map(({ _id }) => _id));
          batches.push(documents.length);
          return settled().then(() => documents.length);
        },
        publish: (key, body, confirmed) => {
          const step = stepOf(body);
          if (key === LAST) ended.push(step.saga);
          workers.get(queues(key))?.take(step);
          setImmediate(confirmed);
        },
      }),
    );
  const begin = (saga: string) => workers.get(queueOf(hops[0]))?.take({ saga, hop: 0 });
  const counts = () => {
    const all = [...workers.values()].map((one) => one.counts());
    const sum = (name: 'commits' | 'confirmed') => all.reduce((total, one) => total + one[name], 0);
    return { commits: sum('commits'), confirmed: sum('confirmed'), ended: ended.length };
  };
  return { begin, counts, stored, batches };
};

const untilQuiet = async () => {
  for (let n = 0; n < 100; n += 1) await settled();
};

describe('The floor', () => {
  it('does ten commits and nine messages for one saga, and says one of them to the driver', async () => {
    const { begin, counts, stored } = floor();
    begin('a');
    await untilQuiet();
    expect(counts()).to.deep.equal({ commits: 10, confirmed: 9, ended: 1 });
    expect(stored).to.deep.equal(Array.from({ length: 10 }, (_, hop) => `a.${hop}`));
    expect(() => mustBeWorkOf(1, counts(), each)).not.to.throw();
  });

  it('writes what waits in one request', async () => {
    const { begin, batches, counts } = floor();
    for (let n = 0; n < 50; n += 1) begin(`s${n}`);
    await untilQuiet();
    expect(counts()).to.deep.equal({ commits: 500, confirmed: 450, ended: 50 });
    expect(batches.length).to.be.below(40);
  });

  it('is refused where it did less or more than it had to', () => {
    const did = { commits: 20, confirmed: 18, ended: 2 };
    expect(() => mustBeWorkOf(2, did, each)).not.to.throw();
    for (const wrong of [{ commits: 19 }, { commits: 21 }, { confirmed: 17 }, { ended: 1 }])
      expect(() => mustBeWorkOf(2, { ...did, ...wrong }, each), JSON.stringify(wrong)).to.throw(
        'did not do the work of 2 sagas',
      );
  });

  it('acknowledges a batch once all that follows from it is confirmed, and never before the batches in front of it', async () => {
    const confirms: (() => void)[] = [];
    const acked: string[] = [];
    const one = worker({
      now: () => 0,
      insert: (documents) => Promise.resolve(documents.length),
      publish: (_key, _body, confirmed) => confirms.push(confirmed),
    });
    for (const saga of ['a', 'b']) {
      one.take({ saga, hop: 1, done: () => acked.push(saga) });
      await settled();
    }
    confirms[1]?.();
    await settled();
    expect(acked).to.deep.equal([]);
    confirms[0]?.();
    await settled();
    expect(acked).to.deep.equal(['a', 'b']);
  });

  it('says nothing behind the last hop', () => {
    expect(messageBehind({ saga: 'a', hop: COMMITS - 1 })).to.equal(undefined);
    expect(messageBehind({ saga: 'a-1', hop: 8 })).to.deep.equal({ key: LAST, body: '9 a-1' });
    expect(stepOf('9 a-1')).to.deep.equal({ saga: 'a-1', hop: 9 });
  });
});
