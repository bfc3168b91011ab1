// What corrects the history of a thing, calculated by itself: of each figure the last word counts, as the corrections of it have it.
import type { StampedEvent } from './history.ts';
import { numeric } from './verdict.ts';

export interface CorrectedRules {
  /** The type of the events that correct others. */
  readonly corrected: string;
  /** Types of the events that say a figure. */
  readonly words: readonly string[];
  readonly figures: readonly string[];
}

interface Corrects {
  readonly kind?: unknown;
  readonly version?: unknown;
  readonly validFrom?: unknown;
  readonly amount?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** An operator's act; with `corrects` it is a correction. */
interface Act {
  readonly version: number;
  readonly at: number;
  readonly type: string;
  readonly data: Fields;
  readonly corrects: (Corrects & Fields) | undefined;
}

/** What is wrong with the figures that corrections of one stream leave; `events`: all of the stream, by version. */
export const correctedFindings = (
  stream: string,
  events: readonly StampedEvent[],
  rules: CorrectedRules,
): readonly string[] => {
  const acts = events
    .filter(({ type }) => type === rules.corrected || rules.words.includes(type))
    .map(actOf(rules));
  return acts.flatMap((act, n) =>
    act.corrects === undefined ? [] : findingsAt(stream, acts.slice(0, n + 1), rules),
  );
};

const actOf =
  ({ corrected }: CorrectedRules) =>
  ({ version, at, type, data }: StampedEvent): Act => {
    const { corrects } = data as { readonly corrects?: unknown };
    const isObject = typeof corrects === 'object' && corrects !== null;
    const said = type === corrected && isObject ? { corrects: corrects as Fields } : { corrects: undefined };
    return { version, at, type, data: data as Fields, ...said };
  };

const findingsAt = (stream: string, acts: readonly Act[], { figures }: CorrectedRules): readonly string[] => {
  const last = acts.at(-1);
  return figures.flatMap((figure) => {
    const expected = figureIn(acts, figure);
    const left = numeric(last?.data[figure]);
    return left === expected
      ? []
      : [
          `${stream}: event ${last?.version} (${last?.type}) leaves ${figure} ${left}, and its corrected history says ${expected}.`,
        ];
  });
};

const figureIn = (acts: readonly Act[], figure: string): number => {
  const words = acts
    .filter(
      (act) => counts(acts, act) && sinceWhen(act) !== undefined && truthOf(acts, act, figure) !== undefined,
    )
    .sort((a, b) => byPlace(a, b));
  const last = words.at(-1);
  const differences = acts.filter(
    (act) => act.corrects?.kind === 'DIFFERENCE' && counts(acts, act) && (!last || byPlace(last, act) < 0),
  );
  return differences.reduce(
    (sum, { corrects }) => sum + numeric(corrects?.amount),
    last ? (truthOf(acts, last, figure) ?? 0) : 0,
  );
};

/** Since when what the act says was so; a correction of another act says nothing by itself. */
const sinceWhen = ({ at, corrects }: Act): number | undefined => {
  if (!corrects) return at;
  return corrects.kind === 'FORGOTTEN' ? numeric(corrects.validFrom) : undefined;
};

const byPlace = (a: Act, b: Act): number =>
  (sinceWhen(a) ?? a.at) - (sinceWhen(b) ?? b.at) || a.version - b.version;

/** Nobody has said later, and stands by it, that it never happened. */
const counts = (acts: readonly Act[], { version }: Act): boolean =>
  acts.every(
    (act) =>
      act.version <= version ||
      act.corrects?.kind !== 'FALSE' ||
      act.corrects.version !== version ||
      !counts(acts, act),
  );

/** A figure of an act, as the last correction of it has it. */
const truthOf = (acts: readonly Act[], act: Act, figure: string): number | undefined => {
  const correction = acts.findLast(
    (later) =>
      later.version > act.version &&
      later.corrects?.kind === 'WRONG' &&
      later.corrects.version === act.version &&
      counts(acts, later) &&
      truthOf(acts, later, figure) !== undefined,
  );
  if (correction) return truthOf(acts, correction, figure);
  const said = (act.corrects ?? act.data)[figure];
  return said === undefined ? undefined : numeric(said);
};
