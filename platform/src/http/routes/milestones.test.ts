// A long stream of which a read model says how the thing was after each event: any moment of it takes a bounded number of reads, and
// is what a full replay makes of it.
import { expect } from 'chai';
import fc from 'fast-check';
import { folded, lineKey } from '../../views/projection.ts';
import type { DatedEvent } from '../../decider/decider.ts';
import type { Fold, RowDocument } from '../../views/projection.ts';
import type { ViewDocument, Views } from '../../views/views.ts';
import { isIn } from './moments.ts';
import type { PastMoment } from './moments.ts';
import { pastOf } from './past.ts';

interface Sum extends ViewDocument {
  readonly sum: number;
}

const projection = {
  view: 'sums',
  category: 'sum',
  apply: (document: Sum | undefined, { data }: Pick<DatedEvent, 'data'>) => ({
    sum: (document?.sum ?? 0) + (data as { plus: number }).plus,
  }),
};

interface SumRow extends RowDocument {
  readonly at: number;
  readonly sum: number;
}

const milestones = {
  view: 'lines',
  foldOf: (row: RowDocument): Fold<Sum> => {
    const { of: _id, version, at, sum } = row as SumRow;
    return { version, at, document: { sum, _id, version } };
  },
};

const eventAt = (version: number, at: number, plus: number): DatedEvent => ({
  stream: 'sum-a',
  version,
  at,
  type: 'Added',
  schemaVersion: 1,
  data: { plus },
});

const rowAt = (version: number, at: number, sum: number): SumRow => ({
  kind: 'row',
  of: 'a',
  _id: `a@${lineKey(version)}`,
  version,
  at,
  sum,
});

/** Views with these rows and nothing else. */
const viewsOf = (row: (version: number) => SumRow | undefined): Pick<Views, 'get'> => ({
  get: <D extends ViewDocument>(view: string, ids: readonly string[]) => {
    expect(view).to.equal(milestones.view);
    const rows = ids.flatMap((id) => row(Number(id.slice('a@'.length))) ?? []);
    return Promise.resolve(rows as unknown as D[]);
  },
});

const EVENTS = 300_000;

/** Each event is dated at ten times its version, and adds 1. */
const foldAt = (version: number): Fold<Sum> => ({
  version,
  at: version * 10,
  document: { _id: 'a', version, sum: version },
});

/** @param shown so many events are in the read model. */
const longStream = (shown: number) => {
  const asked = { events: 0, rows: 0 };
  const load = (_stream: string, after: number, upTo = EVENTS) => {
    const count = Math.max(0, Math.min(upTo, EVENTS) - after);
    asked.events += count;
    const events = Array.from({ length: count }, (_, n) => eventAt(after + n + 1, (after + n + 1) * 10, 1));
    return Promise.resolve({ events, lamport: 0 });
  };
  const views = viewsOf((version) => {
    asked.rows += 1;
    return version <= shown ? rowAt(version, version * 10, version) : undefined;
  });
  return { asked, upTo: pastOf<Sum>({ projection, milestones }, { store: { load }, views }) };
};

describe('A long stream with milestones', () => {
  for (const version of [1, 999, 1_000, 1_001, 64_000, 123_456, 299_999, 300_000])
    it(`is folded up to version ${version} the first time with few reads`, async () => {
      for (const moment of [{ version }, { time: version * 10 }, { time: version * 10 + 9 }]) {
        const { asked, upTo } = longStream(EVENTS);
        expect(await upTo('a', moment)).to.deep.equal(foldAt(version));
        // Of what is read behind a moment of time, a slice is thrown away.
        expect(asked.events).to.be.at.most(2_000);
        expect(asked.rows).to.be.at.most(20);
      }
    });

  it('is folded from the last milestone that there is where the read model is behind', async () => {
    const { asked, upTo } = longStream(290_500);
    expect(await upTo('a', { version: 299_500 })).to.deep.equal(foldAt(299_500));
    expect(asked.events).to.equal(9_500);
  });

  it('asks for no milestone where the version wanted is near', async () => {
    const { asked, upTo } = longStream(EVENTS);
    await upTo('a', { version: 900 });
    expect(asked.rows).to.equal(0);
  });
});

/** A stream of any events, and what a full replay says of each moment. */
const streamOfAny = fc
  .array(fc.record({ plus: fc.nat(9), passed: fc.nat(2), isShown: fc.boolean() }), { maxLength: 40 })
  .map((drawn) => {
    let at = 0;
    const events = drawn.map(({ plus, passed }, n) => eventAt(n + 1, (at += passed), plus));
    const rows = events.map(({ version }) => {
      const { document, at: then } = replayed(events, { version });
      return rowAt(version, then, document?.sum ?? 0);
    });
    return { events, rows: rows.filter((_row, n) => drawn[n]?.isShown) };
  });

const anyMoment = fc.record(
  { version: fc.integer({ min: 1, max: 45 }), time: fc.nat(90) },
  { requiredKeys: [] },
);

const replayed = (events: readonly DatedEvent[], moment: PastMoment): Fold<Sum> => {
  const past = events.filter((event) => isIn(event, moment));
  const { version = 0, at = 0 } = past.at(-1) ?? {};
  return { version, at, document: folded<Sum>(projection, 'a', past) };
};

const storeOf = (all: readonly DatedEvent[]) => ({
  load: (_stream: string, after: number, upTo = Infinity) =>
    Promise.resolve({
      events: all.filter(({ version }) => version > after && version <= upTo),
      lamport: 0,
    }),
});

describe('Any stream with milestones', () => {
  it('is what a full replay makes of it at every moment, whichever rows are there already', () =>
    fc.assert(
      fc.asyncProperty(
        streamOfAny,
        fc.integer({ min: 1, max: 6 }),
        fc.array(anyMoment, { minLength: 1, maxLength: 8 }),
        async ({ events, rows }, slice, moments) => {
          const views = viewsOf((version) => rows.find((row) => row.version === version));
          const upTo = pastOf<Sum>({ projection, milestones }, { store: storeOf(events), views, slice });
          for (const moment of moments)
            expect(JSON.stringify(await upTo('a', moment))).to.equal(
              JSON.stringify(replayed(events, moment)),
            );
        },
      ),
      { numRuns: 300 },
    ));

  it('is right again as soon as a read model that was wrong is made anew', async () => {
    const events = Array.from({ length: 10 }, (_, n) => eventAt(n + 1, n, 1));
    let wrong = 100;
    const views = viewsOf((version) =>
      version <= 4 ? rowAt(version, version - 1, version + wrong) : undefined,
    );
    const upTo = pastOf<Sum>({ projection, milestones }, { store: storeOf(events), views, slice: 2 });
    expect((await upTo('a', { version: 9 })).document?.sum).to.equal(109);
    wrong = 0;
    for (const version of [9, 8, 10]) expect((await upTo('a', { version })).document?.sum).to.equal(version);
  });
});
