// A moment that is found by what is remembered equals the same moment found by reading everything, to the last byte.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { changedHistory } from '../checker/history.ts';
import type { History } from '../checker/history.ts';
import { fraction, hashOf, mixed } from '../simulator/hash.ts';
import { simulate } from '../simulator/simulate.ts';
import { sourceOf } from '../testing/history-source.ts';
import { cutAt, instantsOf } from '../time-travel/cut.ts';
import type { Moment } from '../time-travel/cut.ts';
import { wholeLook } from '../time-travel/look.ts';
import { spanOf } from '../time-travel/steps.ts';
import type { Source } from '../reader/follow/lanes.ts';
import { moments } from './moments.ts';

const following = { until: Infinity, far: () => undefined };
const open = (source: Source, path = ':memory:') => moments(source, path, following);

/** Some of each kind, chosen by the seed; the ends are always among them. */
const someMoments = (history: History, seed: number): readonly Moment[] => {
  const lamports = history.all.map(({ commit }) => commit.lamport);
  const times = [...instantsOf(history).values()];
  const chosen = (values: readonly number[], salt: string) => [
    Math.min(...values),
    Math.max(...values),
    ...[1, 2, 3, 4, 5, 6].map(
      (n) => values[Math.floor(fraction(mixed(hashOf(seed, salt), n)) * values.length)] ?? 0,
    ),
  ];
  return [
    ...chosen(lamports, 'lamport').map((lamport) => ({ lamport })),
    ...chosen(times, 'time').map((time) => ({ time })),
    { time: Math.max(...times) + 1_000 },
    { lamport: 0 },
    { time: 0 },
  ];
};

const wholeText = (history: History, moment: Moment): string => {
  const { cut: _cut, shown: _shown, ...look } = wholeLook(history, moment);
  return textOf(look);
};

/** Fields in one order. */
const textOf = (look: object): string =>
  JSON.stringify(
    look,
    (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    1,
  );

describe('Moments that are remembered', function () {
  this.timeout(120_000);
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-moments-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('equal what reading everything finds, by Lamport value and by time, in simulated histories with faults', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const { history } = (await simulate({ seed })).facts;
      const remembered = await open(sourceOf(history));
      expect(remembered.span()).to.deep.equal(spanOf(history));
      for (const moment of someMoments(history, seed))
        expect(textOf(await remembered.at(moment)), `seed ${seed}, ${JSON.stringify(moment)}`).to.equal(
          wholeText(history, moment),
        );
      remembered.close();
    }
  });

  it('equal it also where messages came that nobody here had sent', async () => {
    const { history } = (await simulate({ seed: 4 })).facts;
    const sending = history.all.filter(({ commit }) => commit.outbox.length > 0).slice(0, 3);
    const silenced = changedHistory(history, (one) =>
      sending.some(({ commit }) => commit === one.commit)
        ? { ...one.commit, outbox: [], sent: [] }
        : one.commit,
    );
    const remembered = await open(sourceOf(silenced));
    for (const moment of someMoments(silenced, 4))
      expect(textOf(await remembered.at(moment))).to.equal(wholeText(silenced, moment));
    remembered.close();
  });

  it('are the same when the history was read piece by piece, each time by another process', async () => {
    for (let seed = 21; seed <= 24; seed += 1) {
      const path = join(dir, `${seed}.sqlite`);
      const { history } = (await simulate({ seed })).facts;
      const last = spanOf(history)?.last.lamport ?? 0;
      for (const part of [0.2, 0.5, 0.9, 1]) {
        const grown = cutAt(history, { lamport: Math.round(last * part) }).history;
        const remembered = await open(sourceOf(grown), path);
        for (const moment of someMoments(grown, seed))
          expect(textOf(await remembered.at(moment)), `seed ${seed}, ${JSON.stringify(moment)}`).to.equal(
            wholeText(grown, moment),
          );
        remembered.close();
      }
    }
  });

  it('read nothing again but the ends, and of the sagas only those that were under way', async () => {
    const path = join(dir, 'again.sqlite');
    const { history } = (await simulate({ seed: 3 })).facts;
    (await open(sourceOf(history), path)).close();
    const asked: string[] = [];
    const remembered = await open(
      sourceOf(history, (what) => asked.push(what)),
      path,
    );
    await remembered.at({ lamport: spanOf(history)?.last.lamport ?? 0 });
    remembered.close();
    // Of each service: the first commit, the last, and twice what is behind it.
    expect(asked.filter((what) => what.includes('after'))).to.have.length(4 * 4);
    expect(asked.filter((what) => what.startsWith('of '))).to.have.length(0);
  });

  it('go on behind what was kept when a reading is broken off', async () => {
    const path = join(dir, 'broken-off.sqlite');
    const { history } = (await simulate({ seed: 8 })).facts;
    const whole = sourceOf(history);
    for (const most of [2, 6, Infinity]) {
      let asked = 0;
      const short: Source = {
        ...whole,
        commitsAfter: (...which) => {
          asked += 1;
          if (asked > most) return Promise.reject(new Error('killed'));
          return whole.commitsAfter(...which);
        },
      };
      const remembered = await open(short, path).catch(() => undefined);
      expect(remembered === undefined).to.equal(most < Infinity);
      for (const moment of remembered ? someMoments(history, 8) : [])
        expect(textOf((await remembered?.at(moment)) ?? {})).to.equal(wholeText(history, moment));
      remembered?.close();
      // The last of them reads the first commit and the last again, so there was something that was kept.
      if (remembered) expect(asked).to.be.at.least(4 * 4);
    }
  });

  it('are thrown away where the data are not the same any more', async () => {
    const path = join(dir, 'other.sqlite');
    const [one, other] = [
      (await simulate({ seed: 5 })).facts.history,
      (await simulate({ seed: 6 })).facts.history,
    ];
    const shorter = cutAt(one, { lamport: 4 }).history;
    for (const history of [one, other, one, shorter]) {
      const remembered = await open(sourceOf(history), path);
      const moment = { lamport: spanOf(history)?.last.lamport ?? 0 };
      expect(textOf(await remembered.at(moment))).to.equal(wholeText(history, moment));
      remembered.close();
    }
  });

  it('are not made of a history with a hole', async () => {
    const { history } = (await simulate({ seed: 5 })).facts;
    const [first] = history.all.filter(({ commit }) => commit.events.length > 0);
    const broken = changedHistory(history, (one) => (one.commit === first?.commit ? undefined : one.commit));
    const error: unknown = await open(sourceOf(broken)).catch((reason: unknown) => reason);
    expect(String(error)).to.match(/version 1 of \S+ is missing/);
  });
});
