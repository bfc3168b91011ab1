// The corrected timeline against a model that knows no timeline: of each figure, the last that was said of it, or was so, counts.
import { expect } from 'chai';
import fc from 'fast-check';
import { amendmentsOf, correctionIn, isCorrection, timelineOf } from './valid-time.ts';
import type { DatedEvent } from './decider.ts';
import type { CorrectionRules } from './valid-time.ts';

const rules: CorrectionRules = { type: 'ShelfCorrected', facts: ['ShelfPut'] };

interface Shelf {
  readonly pieces?: number;
  readonly price?: number;
}
type Corrects =
  | ({ readonly kind: 'FORGOTTEN'; readonly validFrom: number } & Shelf)
  | { readonly kind: 'FALSE'; readonly version: number }
  | ({ readonly kind: 'WRONG'; readonly version: number } & Shelf)
  | { readonly kind: 'DIFFERENCE'; readonly amount: number };

type Event = DatedEvent & { readonly data: { readonly corrects?: Corrects } & Shelf };

const event = (version: number, at: number, type: string, data: object): Event => ({
  stream: 'shelf-1',
  schemaVersion: 1,
  version,
  at,
  type,
  data: data,
});
const put = (version: number, at: number, shelf: Shelf): Event => event(version, at, 'ShelfPut', shelf);
const taken = (version: number, at: number): Event => event(version, at, 'OneTaken', {});
const corrected = (version: number, at: number, corrects: Corrects): Event =>
  event(version, at, rules.type, { corrects });

type State = { readonly pieces: number; readonly price: number; readonly taken: number };

const nothing: State = { pieces: 0, price: 0, taken: 0 };

/** As a service folds it. */
const stateAt = (events: readonly DatedEvent[], time: number): State | undefined =>
  timelineOf(rules, events)
    .filter(({ at }) => at <= time)
    .reduce<State | undefined>((state = nothing, { type, data }) => {
      if (type === 'OneTaken') return { ...state, taken: state.taken + 1 };
      const { pieces = state.pieces, price = state.price, amount = 0 } = data as Shelf & { amount?: number };
      return { ...state, pieces: pieces + amount, price };
    }, undefined);

/** Whether a correction of these events counts, which only later ones can say. */
const counts = (events: readonly Event[], version: number): boolean =>
  !events.some(
    ({ version: later, data: { corrects } }) =>
      later > version && corrects?.kind === 'FALSE' && corrects.version === version && counts(events, later),
  );

/** What a figure of an event is in truth: as the last correction of it that counts says, which may be corrected itself. */
const truthOf = (events: readonly Event[], version: number, figure: keyof Shelf): number | undefined => {
  const correction = events.findLast(
    ({ version: later, data: { corrects } }) =>
      corrects?.kind === 'WRONG' &&
      corrects.version === version &&
      counts(events, later) &&
      truthOf(events, later, figure) !== undefined,
  );
  if (correction) return truthOf(events, correction.version, figure);
  const own = events.find((one) => one.version === version)?.data;
  return own?.corrects ? (own.corrects as Shelf)[figure] : own?.[figure];
};

/** Without corrections there is no difference to settle in the model, so that of each figure the last word counts. */
const modelAt = (events: readonly Event[], time: number, figure: keyof Shelf): number => {
  const words = events
    .filter(({ version }) => counts(events, version))
    .flatMap(({ version, at, type, data: { corrects } }) => {
      if (type === 'ShelfPut') return [{ at, version }];
      return corrects?.kind === 'FORGOTTEN' ? [{ at: corrects.validFrom, version }] : [];
    })
    .filter(({ at, version }) => at <= time && truthOf(events, version, figure) !== undefined);
  const last = words.sort((a, b) => a.at - b.at || a.version - b.version).at(-1);
  return last ? (truthOf(events, last.version, figure) ?? 0) : 0;
};

interface Drawn {
  readonly kind: number;
  readonly pick: number;
  readonly passed: number;
  readonly shelf: Shelf;
}

const shelf = fc.oneof(
  fc.record({ pieces: fc.nat(9), price: fc.nat(9) }),
  fc.record({ pieces: fc.nat(9) }),
  fc.record({ price: fc.nat(9) }),
);
const drawn: fc.Arbitrary<Drawn[]> = fc.array(
  fc.record({ kind: fc.nat(6), pick: fc.nat(1_000), passed: fc.nat(2), shelf }),
  { maxLength: 14 },
);

/** Another figure, or nothing at all, for something that was said; nothing for what has no figures. */
const aboutEvent = (
  events: readonly Event[],
  { kind, pick, shelf: figures }: Drawn,
): Corrects | undefined => {
  const said = events.filter(({ type }) => type !== 'OneTaken');
  const { version, data } = said[pick % said.length] ?? put(1, 0, {});
  if (kind <= 5) return { kind: 'FALSE', version };
  return data.corrects?.kind === 'FALSE' ? undefined : { kind: 'WRONG', version, ...figures };
};

const correctionOf = (events: readonly Event[], step: Drawn, at: number): Corrects | undefined => {
  if (step.kind < 3) return undefined;
  if (step.kind > 3) return aboutEvent(events, step);
  return { kind: 'FORGOTTEN', validFrom: Math.min(10 + (step.pick % 7), at), ...step.shelf };
};

const streamOf = (steps: readonly Drawn[]): readonly Event[] => {
  const events = [put(1, 10, { pieces: 5, price: 5 })];
  for (const step of steps) {
    const version = events.length + 1;
    const at = (events.at(-1)?.at ?? 0) + step.passed;
    const corrects = correctionOf(events, step, at);
    if (corrects) events.push(corrected(version, at, corrects));
    else if (step.kind === 0) events.push(taken(version, at));
    else events.push(put(version, at, { pieces: 1, price: 1, ...step.shelf }));
  }
  return events;
};

const withoutCorrections = (events: readonly DatedEvent[]) =>
  timelineOf(rules, events).filter(
    (one) => !isCorrection(one, rules) || Object.keys(one.data as object).length > 0,
  );

describe('a corrected timeline', () => {
  it('says at every moment what the last word on each figure says', () => {
    fc.assert(
      fc.property(drawn, (steps) => {
        const events = streamOf(steps);
        const end = events.at(-1)?.at ?? 0;
        for (let time = 9; time <= end; time += 1) {
          const state = stateAt(events, time) ?? nothing;
          expect([state.pieces, state.price], `at ${time}`).to.deep.equal([
            modelAt(events, time, 'pieces'),
            modelAt(events, time, 'price'),
          ]);
          const moves = events.filter(({ type, at }) => type === 'OneTaken' && at <= time);
          expect(state.taken).to.equal(moves.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the stream itself where nothing was corrected', () => {
    fc.assert(
      fc.property(drawn, (steps) => {
        const events = streamOf(steps).filter((one) => !isCorrection(one, rules));
        expect(timelineOf(rules, events)).to.deep.equal(events);
      }),
    );
  });

  it('is restored, byte for byte, when a correction is withdrawn', () => {
    fc.assert(
      fc.property(drawn, (steps) => {
        const events = streamOf(steps);
        const last = events.findLast((one) => isCorrection(one, rules));
        fc.pre(last !== undefined);
        const before = events.filter(({ version }) => version < last.version);
        const withdrawal = corrected(last.version + 1, last.at, { kind: 'FALSE', version: last.version });
        const after = withoutCorrections([...before, last, withdrawal]);
        expect(JSON.stringify(after)).to.equal(JSON.stringify(withoutCorrections(before)));
      }),
    );
  });

  const two = [put(1, 10, { pieces: 5, price: 20 }), put(2, 30, { pieces: 9, price: 20 })];

  it('has what was forgotten where it belongs, until somebody said something else', () => {
    const events = [...two, corrected(3, 40, { kind: 'FORGOTTEN', validFrom: 20, price: 30 })];
    expect([19, 20, 29, 30].map((time) => stateAt(events, time)?.price)).to.deep.equal([20, 30, 30, 20]);
    expect(stateAt(events, 20)?.pieces).to.equal(5);
  });

  it('leaves out what never happened, and has the figures that an event had in truth', () => {
    const never = [...two, corrected(3, 40, { kind: 'FALSE', version: 1 })];
    expect(stateAt(never, 29)).to.equal(undefined);
    const wrong = [...two, corrected(3, 40, { kind: 'WRONG', version: 1, pieces: 7 })];
    expect(stateAt(wrong, 29)).to.deep.equal({ pieces: 7, price: 20, taken: 0 });
  });

  it('has a difference where it was recorded, on top of whatever was said before', () => {
    const events = [
      ...two,
      corrected(3, 40, { kind: 'DIFFERENCE', amount: 4 }),
      corrected(4, 50, { kind: 'WRONG', version: 2, pieces: 8 }),
    ];
    expect([39, 40].map((time) => stateAt(events, time)?.pieces)).to.deep.equal([8, 12]);
    const withdrawn = [...events, corrected(5, 60, { kind: 'FALSE', version: 3 })];
    expect(stateAt(withdrawn, 60)?.pieces).to.equal(8);
  });

  it('is as it was before the first event that is amended', () => {
    const events = [...two, corrected(3, 40, { kind: 'WRONG', version: 2, pieces: 1 })];
    const { since } = amendmentsOf(events.filter((one) => isCorrection(one, rules)).map(correctionIn));
    expect(since).to.deep.equal({ version: 2, time: Infinity });
  });
});
