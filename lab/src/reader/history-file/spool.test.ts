// Histories read piece by piece into a file: in the order of causes, complete, and gone on with where a reading was broken off.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Recorded } from '../../checker/history.ts';
import { changedHistory } from '../../checker/history.ts';
import { simulate } from '../../simulator/simulate.ts';
import { sourceOf } from '../../testing/history-source.ts';
import { byLamport, cutAt } from '../../time-travel/cut.ts';
import { spanOf } from '../../time-travel/steps.ts';
import type { Source } from '../follow/lanes.ts';
import { spooled, UnreadableCommit } from './spool.ts';

const following = { until: Infinity, far: () => undefined };

describe('Histories that are spooled', () => {
  let dir: string;
  let path: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-spool-'));
    path = join(dir, 'history.reading');
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });
  const textsOf = async (source: Source): Promise<readonly string[]> => {
    const spool = await spooled(source, path, following);
    const texts = [...spool.recorded()].map((one) => JSON.stringify(one));
    expect(spool.size().commits).to.equal(texts.length);
    spool.close();
    return texts;
  };

  it('are all there, each commit behind what it rests on', async () => {
    for (let seed = 31; seed <= 34; seed += 1) {
      const { history } = (await simulate({ seed })).facts;
      const expected = byLamport(history).map((one) => JSON.stringify(one));
      expect(await textsOf(sourceOf(history)), `seed ${seed}`).to.deep.equal(expected);
    }
  });

  it('have no effect without its cause while more is being written', async () => {
    const { history } = (await simulate({ seed: 35 })).facts;
    const last = spanOf(history)?.last.lamport ?? 0;
    const half = cutAt(history, { lamport: Math.round(last / 2) }).history;
    const [whole, part] = [sourceOf(history), sourceOf(half)];
    // The orchestrator has not written the second half when it is read first, and the others have.
    let readings = 0;
    const moving: Source = {
      ...whole,
      commitsAfter: (...asked) => {
        if (asked[0] !== 'saga-orchestrator') return whole.commitsAfter(...asked);
        readings += 1;
        return (readings === 1 ? part : whole).commitsAfter(...asked);
      },
    };
    const found = (await textsOf(moving)).map((text) => JSON.parse(text) as Recorded);
    const sentIn = (all: readonly Recorded[]) =>
      new Set(all.flatMap(({ commit }) => commit.outbox.map(({ id }) => id)));
    const [sent, everSent] = [sentIn(found), sentIn(history.all)];
    expect(found.length).to.be.above(half.all.length);
    expect(found.filter(({ commit }) => everSent.has(commit._id) && !sent.has(commit._id))).to.deep.equal([]);
  });

  it('are gone on with where a reading was broken off', async () => {
    const { history } = (await simulate({ seed: 36 })).facts;
    const whole = sourceOf(history);
    let asked = 0;
    const dying: Source = {
      ...whole,
      commitsAfter: (...which) => {
        asked += 1;
        return asked > 6 ? Promise.reject(new Error('killed')) : whole.commitsAfter(...which);
      },
    };
    expect(String(await textsOf(dying).catch((error: unknown) => error))).to.include('killed');
    const expected = byLamport(history).map((one) => JSON.stringify(one));
    expect(await textsOf(whole)).to.deep.equal(expected);
  });

  it('say what became of messages that were being sent while they were read', async () => {
    const { history } = (await simulate({ seed: 37 })).facts;
    const [sender] = history.all.filter(
      ({ commit }) => commit.outbox.length > 0 && commit.pendingAt === undefined,
    );
    const before = changedHistory(history, ({ commit }) =>
      commit === sender?.commit ? { ...commit, sent: [], pendingAt: 7 } : commit,
    );
    const [first, later] = [sourceOf(before), sourceOf(history)];
    const moving: Source = {
      ...first,
      commitsAfter: (service, after, limit) =>
        (limit === 1 ? later : first).commitsAfter(service, after, limit),
    };
    const expected = byLamport(history).map((one) => JSON.stringify(one));
    expect(await textsOf(moving)).to.deep.equal(expected);
  });

  it('are refused with a commit that nobody can read', async () => {
    const { history } = (await simulate({ seed: 38 })).facts;
    const broken = history.all.map((one, n) =>
      n === 5 ? { ...one, commit: { ...one.commit, events: 'none' } } : one,
    );
    const error: unknown = await textsOf(sourceOf({ all: broken as unknown as typeof history.all })).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(UnreadableCommit);
    expect(String(error)).to.include('commit 6 of');
  });
});
