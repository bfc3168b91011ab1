// Two axes of time: what had been recorded by a moment (system time), and what was so then, as it is known now (valid time).
// A correction is recorded now and valid earlier; nothing recorded is ever changed. Sources: M. Fowler, Retroactive Event, 2005, for
// the three kinds; SQL:2011 for the names of the axes.
import type { DatedEvent, RecordedEvent } from './decider.ts';

/** What was forgotten, is false, or had other figures. Only what is named in `F` is corrected. */
export type Correction<F extends object = object> =
  | ({ readonly kind: 'FORGOTTEN'; readonly validFrom: number } & F)
  | { readonly kind: 'FALSE'; readonly version: number }
  | ({ readonly kind: 'WRONG'; readonly version: number } & F);

/** Something that an operator says in a correction, and that is no correction of an event: valid from when it is recorded. */
export interface OwnFact {
  readonly kind: 'DIFFERENCE';
}

export interface CorrectionRules {
  /** Type of the events that correct others: their data has `corrects`, and the figures of the present after it. */
  readonly type: string;
  /** Types of what operators say of the thing: this, and corrections, can be corrected. */
  readonly facts: readonly string[];
}

/** An event of a stream that corrects others of it. */
export interface CorrectionEvent {
  readonly version: number;
  readonly corrects: Correction | OwnFact;
}

/** What all corrections of a stream come to. */
export interface Amendments {
  /** Versions of events that never happened. */
  readonly never: ReadonlySet<number>;
  /** Version -> figures that the event had in truth. */
  readonly figures: ReadonlyMap<number, object>;
  /** What happened as well; ascending by place. */
  readonly forgotten: readonly (Place & { readonly figures: object })[];
  /** No event of a lower version or of an earlier time is amended. */
  readonly since: { readonly version: number; readonly time: number };
}

/** Of an event in a timeline: of the same instant, what was recorded later comes later. */
export interface Place {
  readonly at: number;
  readonly version: number;
}

const byPlace = (a: Place, b: Place): number => a.at - b.at || a.version - b.version;

export const isCorrection = ({ type }: Pick<RecordedEvent, 'type'>, rules: CorrectionRules): boolean =>
  type === rules.type;

export const correctionIn = ({ version, data }: RecordedEvent): CorrectionEvent => ({
  version,
  corrects: (data as { readonly corrects: Correction | OwnFact }).corrects,
});

/**
 * @param corrections oldest first. Newest first is how they are taken: whether a correction is in force, and with which figures, only
 * later ones say.
 */
export const amendmentsOf = (corrections: readonly CorrectionEvent[]): Amendments => {
  const never = new Set<number>();
  const figures = new Map<number, object>();
  const forgotten: Amendments['forgotten'][number][] = [];
  for (const { version, corrects } of corrections.toReversed()) {
    if (never.has(version)) continue;
    if (corrects.kind === 'FALSE') never.add(corrects.version);
    if (corrects.kind === 'WRONG') {
      const { kind: _kind, version: of, ...wrong } = corrects;
      figures.set(of, { ...wrong, ...figures.get(version), ...figures.get(of) });
    }
    if (corrects.kind === 'FORGOTTEN') {
      const { kind: _kind, validFrom: at, ...missing } = corrects;
      forgotten.push({ at, version, figures: { ...missing, ...figures.get(version) } });
    }
  }
  return { never, figures, forgotten: forgotten.sort(byPlace), since: sinceOf(corrections) };
};

const sinceOf = (corrections: readonly CorrectionEvent[]): Amendments['since'] => {
  const since = { version: Infinity, time: Infinity };
  for (const { corrects } of corrections) {
    if ('version' in corrects) since.version = Math.min(since.version, corrects.version);
    if ('validFrom' in corrects) since.time = Math.min(since.time, corrects.validFrom);
  }
  return since;
};

/** A part of a stream: behind one place, and up to another. */
export interface Part {
  readonly events: readonly DatedEvent[];
  readonly after: Place;
  readonly upTo: Place;
}

/**
 * What was so, in the order in which it was so, as a fold takes it. The data of a correction holds only what it adds in that place:
 * the figures that were forgotten, where they belong; an own fact, or nothing, where it was recorded.
 */
export const amended = (
  rules: CorrectionRules,
  { never, figures, forgotten }: Amendments,
  { events, after, upTo }: Part,
): readonly DatedEvent[] => {
  const inPlace = events.flatMap((event) => {
    if (isCorrection(event, rules))
      return [{ ...event, data: never.has(event.version) ? {} : ownFact(event) }];
    if (never.has(event.version)) return [];
    const others = figures.get(event.version);
    return [others ? { ...event, data: { ...(event.data as object), ...others } } : event];
  });
  const inserted = forgotten
    .filter((place) => byPlace(after, place) < 0 && byPlace(place, upTo) <= 0)
    .map(({ figures: data, ...place }) => ({
      stream: '',
      schemaVersion: 1,
      type: rules.type,
      data,
      ...place,
    }));
  return inserted.length === 0 ? inPlace : [...inPlace, ...inserted].sort(byPlace);
};

const ownFact = (event: DatedEvent): object => {
  const { corrects } = correctionIn(event);
  return corrects.kind === 'DIFFERENCE' ? corrects : {};
};

const ALL = { after: { at: -Infinity, version: 0 }, upTo: { at: Infinity, version: Infinity } };

/** `amended`, of a whole stream: `events` are all that is known of it, oldest first. */
export const timelineOf = (rules: CorrectionRules, events: readonly DatedEvent[]): readonly DatedEvent[] => {
  const corrections = events.filter((event) => isCorrection(event, rules)).map(correctionIn);
  return amended(rules, amendmentsOf(corrections), { events, ...ALL });
};

/** Whether a correction says what is to be so only after an instant. */
export const validFromLater = (corrects: Correction | OwnFact, instant: number): boolean =>
  corrects.kind === 'FORGOTTEN' && corrects.validFrom > instant;

/** A correction as it stands among other movements. */
export interface CorrectionLine {
  readonly corrects: (Correction | OwnFact)['kind'];
  readonly correctsVersion?: number;
  readonly validFrom?: string;
}

export const correctionLine = (corrects: Correction | OwnFact): CorrectionLine => ({
  corrects: corrects.kind,
  ...('version' in corrects && { correctsVersion: corrects.version }),
  ...('validFrom' in corrects && { validFrom: new Date(corrects.validFrom).toISOString() }),
});
