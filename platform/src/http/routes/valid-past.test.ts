// What is asked for on both axes of time: what was so at a moment, as it is known now, and as it was known at another.
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import type { CorrectionRules } from '../../decider/valid-time.ts';
import { webIds } from '../../service/web-ids.ts';
import { commitOf } from '../../store/fixtures.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { CommitStore } from '../../store/store.ts';
import { readingNow } from '../../testing/reading-now.ts';
import { memoryViews } from '../../views/memory-views.ts';
import { folded } from '../../views/projection.ts';
import type { ViewDocument } from '../../views/views.ts';
import { timelineOf } from '../../decider/valid-time.ts';
import { diffRoute } from './diff-route.ts';
import { documentRoute, listRoute } from './read-routes.ts';
import type { Resource } from './resource.ts';
import type { Route } from './route.ts';
import { validPastOf } from './valid-past.ts';

interface Lamp extends ViewDocument {
  readonly price: number;
  readonly sold: number;
}

const Item = z.strictObject({ lampId: z.string(), price: z.int(), sold: z.int(), version: z.int() });
const rules: CorrectionRules = { type: 'Corrected', facts: ['Priced'] };

const projection = {
  view: 'lamps',
  category: 'lamp',
  apply: (document: Lamp | undefined, { type, data }: { readonly type: string; readonly data: unknown }) => ({
    price: (data as { price?: number }).price ?? document?.price ?? 0,
    sold: (document?.sold ?? 0) + (type === 'Sold' ? 1 : 0),
  }),
};

const plain: Resource<Lamp, typeof Item> = {
  name: 'lamp',
  path: '/lamps',
  id: { lampId: z.string() },
  item: Item,
  show: ({ _id, price, sold, version }) => ({ lampId: _id, price, sold, version }),
  projection,
};
const lamps: Resource<Lamp, typeof Item> = { ...plain, corrections: { rules, projection } };

const NOW = 1_000_000;
const iso = (at: number): string => new Date(at).toISOString();

type Step = readonly [at: number, type: string, data: object];

const priced = (at: number, price: number): Step => [at, 'Priced', { price }];
const sold = (at: number): Step => [at, 'Sold', {}];
/** `price`: of the present after it. */
const corrected = (at: number, price: number, corrects: object): Step => [
  at,
  'Corrected',
  { price, corrects },
];

const eventsOf = (steps: readonly Step[]) =>
  steps.map(([at, type, data], n) => ({
    stream: 'lamp-a',
    version: n + 1,
    type,
    schemaVersion: 1,
    data,
    at,
  }));

const written = async (steps: readonly Step[]) => {
  const store = memoryStore({ now: () => NOW });
  const events = eventsOf(steps);
  await store.insertOrdered(
    events.map(({ at, ...event }) =>
      commitOf(`m${event.version}`, { at, writes: [[event.stream, event.version]], events: [event] }),
    ),
  );
  const views = memoryViews();
  const shown = folded(projection, 'a', events);
  await views.put('lamps', [{ ...shown, _id: 'a', version: events.length }]);
  return { store, views, readModels: readingNow(), service: 'lamp-service', ids: webIds };
};

interface Diff {
  readonly from: { readonly version: number };
  readonly to: { readonly version: number };
  readonly changes: readonly unknown[];
}

const request = { headers: {}, body: undefined, requestId: 'r', traceparent: undefined };
const asked = async (route: Route, query: object): Promise<unknown> => {
  const checked = z.parse(route.query ?? z.unknown(), query);
  const { body } = await route.handle({ ...request, params: { lampId: 'a' }, query: checked });
  return body;
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    (body) => expect.fail(JSON.stringify(body)),
    (error: unknown) => error as { status: number; code: string; message: string },
  );

/** On day 30 it is known that the price had been 40 since day 10; that it was 20 from day 20 on was said on that day. */
const history = [
  priced(1, 25),
  sold(15),
  priced(20, 20),
  corrected(30, 20, { kind: 'FORGOTTEN', validFrom: 10, price: 40 }),
];

describe('A thing on two axes of time', () => {
  it('was so then, as it is known now; and as it was known at another moment', async () => {
    const route = documentRoute(lamps, await written(history));
    const priceOf = async (query: object) => ((await asked(route, query)) as { price: number }).price;
    expect(await priceOf({ asOf: iso(15) })).to.equal(25);
    expect(await priceOf({ validAt: iso(15) })).to.equal(40);
    expect(await priceOf({ validAt: iso(9) })).to.equal(25);
    expect(await priceOf({ validAt: iso(20) })).to.equal(20);
    expect(await priceOf({ asOf: iso(29), validAt: iso(15) })).to.equal(25);
    expect(await priceOf({ asOf: iso(30), validAt: iso(15) })).to.equal(40);
    expect(await priceOf({ asOf: '3', validAt: iso(15) })).to.equal(25);
    expect(await priceOf({ asOf: '4', validAt: iso(15) })).to.equal(40);
  });

  it('has the version that was recorded then, whatever is known of it since', async () => {
    const route = documentRoute(lamps, await written(history));
    expect(await asked(route, { validAt: iso(15) })).to.deep.equal({
      lampId: 'a',
      price: 40,
      sold: 1,
      version: 2,
    });
  });

  it('is refused by name where there is none, on either axis', async () => {
    const route = documentRoute(lamps, await written(history));
    expect(await refusal(asked(route, { validAt: iso(NOW + 1) }))).to.deep.include({
      status: 400,
      code: 'VALIDATION_FAILED',
      message: 'validAt: is in the future: it is 1970-01-01T00:16:40.000Z now',
    });
    expect(await refusal(asked(route, { validAt: iso(0) }))).to.deep.include({
      status: 404,
      code: 'NOT_FOUND',
      message: 'There was no lamp a yet at 1970-01-01T00:00:00.000Z.',
    });
    expect(await refusal(asked(route, { asOf: '5', validAt: iso(15) }))).to.deep.include({
      status: 404,
      code: 'NO_SUCH_VERSION',
    });
    for (const validAt of ['3', '', 'yesterday', '2026-02-30T12:00:00Z'])
      expect(() => z.parse(route.query ?? z.unknown(), { validAt }), validAt).to.throw();
    expect(() => z.parse(route.query ?? z.unknown(), { validAt: iso(1), atLeast: '1' })).to.throw();
  });

  it('differs by what was learned about an instant between two moments, and by nothing else', async () => {
    const route = diffRoute(lamps, await written(history));
    const of = async (query: object) => {
      const { from, to, changes } = (await asked(route, query)) as Diff;
      return [from.version, to.version, changes];
    };
    const learned = [{ field: 'price', from: 25, to: 40 }];
    expect(await of({ from: iso(16), validAt: iso(15) })).to.deep.equal([2, 2, learned]);
    expect(await of({ from: '2', to: '4', validAt: iso(15) })).to.deep.equal([2, 2, learned]);
    expect(await of({ from: iso(16), to: iso(29), validAt: iso(15) })).to.deep.equal([2, 2, []]);
    expect(await of({ from: iso(16), validAt: iso(9) })).to.deep.equal([1, 1, []]);
    expect(await of({ from: iso(15), to: iso(29) })).to.deep.equal([
      2,
      3,
      [{ field: 'price', from: 25, to: 20 }],
    ]);
    const [, , first] = await of({ validAt: iso(15) });
    expect(first).to.deep.include({ field: 'price', from: undefined, to: 40 });
    expect(await of({ from: iso(0), validAt: iso(15) })).to.deep.equal([0, 2, first]);
  });

  it('has no difference for instants that there are not, or for moments in the wrong order', async () => {
    const route = diffRoute(lamps, await written(history));
    expect(await refusal(asked(route, { validAt: iso(NOW + 1) }))).to.deep.include({
      status: 400,
      message: 'validAt: is in the future: it is 1970-01-01T00:16:40.000Z now',
    });
    expect(await refusal(asked(route, { from: '4', to: '3', validAt: iso(15) }))).to.deep.include({
      status: 400,
      message: 'from: is version 4, behind version 3 of `to`',
    });
    expect(await refusal(asked(route, { to: '5', validAt: iso(15) }))).to.deep.include({ status: 404 });
    expect(() => z.parse(route.query ?? z.unknown(), { validAt: '3' })).to.throw();
  });

  it('is listed as it was then', async () => {
    const list = listRoute(lamps, await written(history));
    const pricesOf = async (query: object) =>
      ((await asked(list, query)) as { items: { price: number }[] }).items.map(({ price }) => price);
    expect(await pricesOf({ validAt: iso(15) })).to.deep.equal([40]);
    expect(await pricesOf({ asOf: iso(16), validAt: iso(15) })).to.deep.equal([25]);
    expect(await pricesOf({ validAt: iso(0) })).to.deep.equal([]);
    expect(await refusal(asked(list, { validAt: iso(NOW + 1) }))).to.deep.include({ status: 400 });
  });

  it('agrees on both axes where nothing was ever corrected', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ passed: fc.nat(3), price: fc.nat(9), isSale: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (drawn) => {
          let at = 10;
          const steps = drawn.map(({ passed, price, isSale }) => {
            at += passed;
            return isSale ? sold(at) : priced(at, price);
          });
          const parts = await written(steps);
          for (const route of [documentRoute(lamps, parts), documentRoute(plain, parts)])
            for (let time = steps[0]?.[0] ?? 0; time <= at; time += 1) {
              const then = JSON.stringify(await asked(route, { asOf: iso(time) }));
              expect(JSON.stringify(await asked(route, { validAt: iso(time) }))).to.equal(then);
              const both = await asked(route, { asOf: iso(time), validAt: iso(at) });
              expect(JSON.stringify(both)).to.equal(then);
            }
        },
      ),
      { numRuns: 50 },
    ));
});

describe('A long stream with corrections', () => {
  const many = Array.from({ length: 3_200 }, (_, n): Step => (n % 7 === 0 ? priced(n + 1, n) : sold(n + 1)));
  const corrections = [
    { kind: 'FORGOTTEN', validFrom: 1_000, price: -1 },
    { kind: 'FALSE', version: 2_003 },
    { kind: 'WRONG', version: 2_010, price: -2 },
    { kind: 'FORGOTTEN', validFrom: 2_500, price: -3 },
  ].map((corrects, n) => corrected(4_000 + n, 3_199, corrects));
  const events = eventsOf([...many, ...corrections]);

  it('says the same as one that is read as a whole, also where slices of it meet', async () => {
    const { store } = await written([...many, ...corrections]);
    const then = validPastOf(lamps, { store });
    for (const time of [
      1, 999, 1_000, 1_001, 2_000, 2_002, 2_003, 2_004, 2_010, 2_016, 2_500, 3_000, 5_000,
    ]) {
      const { fold } = await then('a', { known: {}, validAt: time });
      const whole = folded(
        projection,
        'a',
        timelineOf(rules, events).filter(({ at }) => at <= time),
      );
      const version = events.findLast(({ at }) => at <= time)?.version;
      expect(fold.document, `at ${time}`).to.deep.equal({ ...whole, version });
    }
  });

  it('is read slice by slice: for its corrections once, and from before what they amend', async () => {
    const { store } = await written([...many, ...corrections]);
    const loads: string[] = [];
    const load: CommitStore['load'] = (stream, after, upTo) => {
      loads.push(`${after}-${upTo ?? ''}`);
      return store.load(stream, after, upTo);
    };
    const then = validPastOf(lamps, { store: { load } });
    await then('a', { known: {}, validAt: 2_600 });
    const ledger = ['0-1000', '1000-2000', '2000-3000', '3000-4000'];
    expect(loads).to.deep.equal([...ledger, '0-1000', '999-1999', '1999-2999']);
    loads.length = 0;
    await then('a', { known: {}, validAt: 500 });
    expect(loads).to.deep.equal(['3000-4000', '0-1000', '500-1500']);
  });
});
