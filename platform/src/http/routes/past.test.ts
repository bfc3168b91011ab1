// What is asked for as of a moment is what was shown then; and what there is not is refused by name.
import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { webIds } from '../../service/web-ids.ts';
import { commitOf } from '../../store/fixtures.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { CommitStore } from '../../store/store.ts';
import { readingNow } from '../../testing/reading-now.ts';
import { memoryViews } from '../../views/memory-views.ts';
import type { ViewDocument } from '../../views/views.ts';
import { diffRoute } from './diff-route.ts';
import { AsOf, AsOfTime } from './moments.ts';
import { pastOf } from './past.ts';
import { documentRoute, historyRoute, listRoute, showCurrent } from './read-routes.ts';
import type { Resource } from './resource.ts';
import type { Route } from './route.ts';

interface Sum extends ViewDocument {
  readonly sum: number;
  readonly size: string;
}

const Item = z.strictObject({ lampId: z.string(), sum: z.int(), size: z.string(), version: z.int() });

const lamps: Resource<Sum, typeof Item> = {
  name: 'lamp',
  path: '/lamps',
  id: { lampId: z.string() },
  item: Item,
  show: ({ _id, sum, size, version }) => ({ lampId: _id, sum, size, version }),
  projection: {
    view: 'lamps',
    category: 'lamp',
    apply: (document, { data }) => {
      const sum = (document?.sum ?? 0) + (data as { plus: number }).plus;
      return { sum, size: sum > 9 ? 'big' : 'small' };
    },
  },
};

const NOW = 1_000_000;
const iso = (at: number): string => new Date(at).toISOString();

interface Write {
  readonly lamp: string;
  readonly plus: readonly number[];
  readonly at: number;
}

/** A lab of lamps whose read model is up to date; after each write what was shown of its lamp. */
const written = async (writes: readonly Write[]) => {
  const store = memoryStore({ now: () => NOW });
  const parts = {
    store,
    views: memoryViews(),
    readModels: readingNow(),
    service: 'lamp-service',
    ids: webIds,
  };
  const versions = new Map<string, number>();
  const seen: { at: number; lamp: string; body: z.infer<typeof Item> }[] = [];
  for (const [n, { lamp, plus, at }] of writes.entries()) {
    const before = versions.get(lamp) ?? 0;
    const events = plus.map((each, m) => ({
      stream: `lamp-${lamp}`,
      version: before + m + 1,
      type: 'Added',
      schemaVersion: 1,
      data: { plus: each },
    }));
    const names = events.map(({ stream, version }) => [stream, version] as const);
    await store.insertOrdered([commitOf(`m${n}`, { at, writes: names, events })]);
    versions.set(lamp, before + plus.length);
    const body = await showCurrent(lamps, parts, lamp);
    await parts.views.put('lamps', [{ _id: lamp, ...body }]);
    seen.push({ at, lamp, body });
  }
  return { parts, seen };
};

/** Lamp a is forgotten; its commits were of its own correlation, the last one at 300. */
const forgetA = async ({ store }: Awaited<ReturnType<typeof written>>['parts']) => {
  await store.keepTombstone({ correlationId: 'a', endedAt: 300, forgottenAt: NOW, commits: 2, requests: [] });
  return { ...store, load: (stream: string) => store.load(stream === 'lamp-a' ? 'lamp-gone' : stream, 0) };
};

const request = { headers: {}, body: undefined, requestId: 'r', traceparent: undefined };
const asked = (route: Route, lampId: string, query: object) => {
  const checked = z.parse(route.query ?? z.unknown(), query);
  return route.handle({ ...request, params: { lampId }, query: checked }).then(({ body }) => body);
};
const refusal = async (work: Promise<unknown>) =>
  work.then(
    (body) => expect.fail(JSON.stringify(body)),
    (error: unknown) => error as { status: number; code: string; message: string },
  );

/** Two lamps; the second one came later. */
const two: readonly Write[] = [
  { lamp: 'a', plus: [1, 2], at: 100 },
  { lamp: 'b', plus: [20], at: 200 },
  { lamp: 'a', plus: [7], at: 300 },
];

describe('A thing as of a moment', () => {
  it('is what was shown then, by version and by time', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            lamp: fc.constantFrom('a', 'b', 'c'),
            plus: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
            passed: fc.integer({ min: 0, max: 3 }),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        async (drawn) => {
          let at = 10;
          const writes = drawn.map(({ passed, ...write }) => ({ ...write, at: (at += passed) }));
          const { parts, seen } = await written(writes);
          const route = documentRoute(lamps, parts);
          const list = listRoute(lamps, parts);
          for (const [n, { lamp, at: instant, body }] of seen.entries()) {
            expect(await asked(route, lamp, { asOf: String(body.version) })).to.deep.equal(body);
            // Of the same instant: the last of them.
            if (seen[n + 1]?.at === instant) continue;
            const shown = new Map(seen.slice(0, n + 1).map((one) => [one.lamp, one.body]));
            for (const [id, last] of shown)
              expect(await asked(route, id, { asOf: iso(instant) })).to.deep.equal(last);
            const page = (await asked(list, '', { asOf: iso(instant) })) as { items: object[] };
            expect(page.items).to.have.deep.members([...shown.values()]);
          }
        },
      ),
      { numRuns: 50 },
    ));

  it('is refused with 410 where it was forgotten, and what it is at the end is still shown', async () => {
    const { parts } = await written(two);
    const forgetful = {
      ...parts,
      store: { ...(await forgetA(parts)), grown: () => Promise.resolve(new Map()) },
    };
    const gone = {
      status: 410,
      code: 'FORGOTTEN',
      message:
        'The lamp a ended at 1970-01-01T00:00:00.300Z. What had happened to it was forgotten at 1970-01-01T00:16:40.000Z, as nothing is kept for longer.',
      extras: { forgotten: { endedAt: 300, forgottenAt: 1_000_000, commits: 2 } },
    };
    const route = documentRoute(lamps, forgetful);
    expect(await refusal(asked(route, 'a', { asOf: '1' }))).to.deep.include(gone);
    expect(await refusal(asked(historyRoute(lamps, forgetful), 'a', {}))).to.deep.include(gone);
    expect(await refusal(asked(diffRoute(lamps, forgetful), 'a', { from: '1' }))).to.deep.include(gone);
    expect(await asked(route, 'a', {})).to.deep.include({ lampId: 'a', sum: 10, version: 3 });
  });

  it('is in a list as of a time since its end, where it was forgotten; of a time before that there is no list', async () => {
    const { parts } = await written(two);
    const list = listRoute(lamps, { ...parts, store: await forgetA(parts) });
    const page = (await asked(list, '', { asOf: iso(300) })) as { items: { lampId: string }[] };
    expect(page.items.map(({ lampId }) => lampId)).to.deep.equal(['a', 'b']);
    expect(await refusal(asked(list, '', { asOf: iso(299) }))).to.include({ status: 410, code: 'FORGOTTEN' });
  });

  it('is refused by name where there is none', async () => {
    const { parts } = await written(two);
    const route = documentRoute(lamps, parts);
    const asOf = (lampId: string, text: string) => refusal(asked(route, lampId, { asOf: text }));
    expect(await asOf('a', '4')).to.deep.include({
      status: 404,
      code: 'NO_SUCH_VERSION',
      message: 'The lamp a has the versions 1 to 3: there is no version 4.',
    });
    expect(await asOf('x', '1')).to.deep.include({ status: 404, message: 'There is no lamp x.' });
    expect(await asOf('x', iso(500))).to.deep.include({ status: 404, message: 'There is no lamp x.' });
    expect(await asOf('b', iso(150))).to.deep.include({
      status: 404,
      message: 'There was no lamp b yet at 1970-01-01T00:00:00.150Z.',
    });
    expect(await asOf('a', iso(NOW + 1))).to.deep.include({
      status: 400,
      code: 'VALIDATION_FAILED',
      message: 'asOf: is in the future: it is 1970-01-01T00:16:40.000Z now',
    });
  });

  for (const text of [
    '',
    '0',
    '-1',
    '1.5',
    'v3',
    'yesterday',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-30T12:00:00Z',
    '2026-01-31T25:00:00Z',
    '1234567890123',
    '3 ',
    '2026-01-31T12:00:00.1234Z',
  ])
    it(`is not asked for by '${text}'`, () => {
      expect(AsOf.safeParse(text).success).to.equal(false);
    });

  it('is asked for by a version or by a time with its zone, a list by a time only', () => {
    for (const text of ['1', '999999999999', '2026-01-31T12:00Z', '2026-01-31T12:00:00.5+02:00'])
      expect(AsOf.safeParse(text).success, text).to.equal(true);
    expect(AsOfTime.safeParse('2026-01-31T12:00:00Z').success).to.equal(true);
    expect(AsOfTime.safeParse('3').success).to.equal(false);
  });
});

describe('A long stream', () => {
  it('is read slice by slice, and never twice from its beginning', async () => {
    const { parts } = await written([{ lamp: 'a', plus: Array.from({ length: 2_500 }, () => 1), at: 100 }]);
    const loads: string[] = [];
    const store: Pick<CommitStore, 'load'> = {
      load: (stream, after, upTo) => {
        loads.push(`${after}-${upTo ?? ''}`);
        return parts.store.load(stream, after, upTo);
      },
    };
    const upTo = pastOf(lamps, { store });
    const sumAt = async (version: number) => (await upTo('a', { version })).document?.sum;
    expect(await sumAt(2_400)).to.equal(2_400);
    expect(loads).to.deep.equal(['0-1000', '1000-2000', '2000-2400']);
    expect(await sumAt(2_300)).to.equal(2_300);
    expect(await sumAt(1_000)).to.equal(1_000);
    expect(await sumAt(700)).to.equal(700);
    expect((await upTo('a', { time: 100 })).document?.sum).to.equal(2_500);
    expect((await upTo('a', { time: 99 })).document).to.equal(undefined);
    expect(loads.slice(3)).to.deep.equal(['2000-2300', '1000-1000', '0-700', '2000-3000', '0-1000']);
  });
});

describe('A list as of a time', () => {
  it('is filtered by what things were then', async () => {
    const { parts } = await written(two);
    const list = listRoute(lamps, parts, { size: z.string().optional() });
    const lampsAt = async (at: number, size: string) => {
      const { items } = (await asked(list, '', { asOf: iso(at), size })) as { items: { lampId: string }[] };
      return items.map(({ lampId }) => lampId);
    };
    expect(await lampsAt(250, 'small')).to.deep.equal(['a']);
    expect(await lampsAt(250, 'big')).to.deep.equal(['b']);
    expect(await lampsAt(300, 'big')).to.deep.equal(['a', 'b']);
    expect(await lampsAt(99, 'small')).to.deep.equal([]);
  });

  it('goes on page by page, also behind a page on which nothing is left', async () => {
    const many = Array.from({ length: 230 }, (_, n) => ({
      lamp: `l${String(n).padStart(3, '0')}`,
      plus: [n === 229 ? 50 : 1],
      at: 100,
    }));
    const { parts } = await written(many);
    const list = listRoute(lamps, parts, { size: z.string().optional() });
    const pages: number[] = [];
    let next: string | undefined;
    do {
      const query = { asOf: iso(100), size: 'big', ...(next !== undefined && { after: next }) };
      const page = (await asked(list, '', query)) as { items: object[]; next?: string };
      pages.push(page.items.length);
      next = page.next;
    } while (next !== undefined);
    expect(pages).to.deep.equal([0, 0, 1]);

    const first = (await asked(list, '', { asOf: iso(100), limit: '2' })) as { next: string };
    const second = (await asked(list, '', { asOf: iso(100), limit: '2', after: first.next })) as {
      items: object[];
    };
    expect(second.items).to.deep.include.members([{ lampId: 'l002', sum: 1, size: 'small', version: 1 }]);
    const foreign = await refusal(asked(list, '', { asOf: iso(101), limit: '2', after: first.next }));
    expect(foreign).to.deep.include({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('What changed between two moments', () => {
  it('is every field that differs, from what it was to what it is', async () => {
    const { parts } = await written(two);
    const route = diffRoute(lamps, parts);
    const item = { lampId: 'a', sum: 3, size: 'small', version: 2 };
    const later = { lampId: 'a', sum: 10, size: 'big', version: 3 };
    const changes = [
      { field: 'sum', from: 3, to: 10 },
      { field: 'size', from: 'small', to: 'big' },
    ];
    const both = { from: { version: 2, item }, to: { version: 3, item: later }, changes };
    expect(await asked(route, 'a', { from: '2', to: '3' })).to.deep.equal(both);
    expect(await asked(route, 'a', { from: iso(299) })).to.deep.equal(both);
    expect(await asked(route, 'a', { to: iso(50) })).to.deep.equal({
      from: { version: 0 },
      to: { version: 0 },
      changes: [],
    });
    expect(await asked(route, 'a', { to: '2' }))
      .to.have.property('changes')
      .that.has.length(3);
  });

  it('is refused for moments that there are not, and for two in the wrong order', async () => {
    const { parts } = await written(two);
    const route = diffRoute(lamps, parts);
    expect(await refusal(asked(route, 'x', {}))).to.deep.include({
      status: 404,
      message: 'There is no lamp x.',
    });
    expect(await refusal(asked(route, 'a', { from: '9' }))).to.deep.include({
      status: 404,
      code: 'NO_SUCH_VERSION',
    });
    expect(await refusal(asked(route, 'a', { from: '3', to: '2' }))).to.deep.include({
      status: 400,
      message: 'from: is version 3, behind version 2 of `to`',
    });
    expect(await refusal(asked(route, 'a', { from: iso(NOW + 5) }))).to.deep.include({ status: 400 });
  });
});
