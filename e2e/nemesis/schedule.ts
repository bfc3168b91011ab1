// What is done to a system, and when: made from the seed alone, so that it can be had again, and looked at without any system.
// Each seed has its own mix (swarm testing: Groce et al., ISSTA 2012): what is left out lets the rest show more.
import { seeded } from '../faults/seeded.ts';
import { claimsOf, kindNames, kindOf, targetsOf } from './kinds.ts';
import type { KindName } from './kinds.ts';

/** A fault as it is planned; times in milliseconds, from the begin of the load. */
export interface Injection {
  /** Counted from 1. */
  readonly n: number;
  readonly at: number;
  readonly kind: KindName;
  readonly target: string;
  readonly forMs: number;
  /** From 0 to 1: for whatever else varies with a fault of its kind. */
  readonly dice: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly instances: number;
  /** Those to choose from; all by default. Given ones are all in the mix. */
  readonly only?: readonly KindName[];
}

export interface Schedule {
  readonly mix: readonly KindName[];
  readonly injections: readonly Injection[];
}

/** Before the first fault: the first sagas have ended then. */
const CALM_MS = 3_000;
/** So many kinds at least, if there are that many. */
const LEAST_KINDS = 6;
const LONG_ONE_IN = 5;
/** The last fault is over so long before the load is. */
const END_MS = 1_000;

export const scheduleOf = ({ seed, durationMs, instances, only }: ScheduleOptions): Schedule => {
  const random = diceOf(seed);
  const mix = only ?? mixOf(random);
  const most = 2 + Math.floor(random() * 3);
  const meanGapMs = 1_500 + random() * 2_500;
  const deck = deckOf(mix, random);
  const injections: Injection[] = [];
  for (let at = CALM_MS; at < durationMs; at += meanGapMs * (0.25 + 1.5 * random())) {
    if (injections.filter(({ at: begin, forMs }) => begin + forMs > at).length >= most) continue;
    const moment = { at, n: injections.length + 1, instances, durationMs };
    const next = chosen(deck, moment, injections, random);
    if (next) injections.push(next);
  }
  return { mix, injections };
};

/** Neighbouring seeds begin alike with this generator; after a few numbers they have nothing in common. */
export const diceOf = (seed: number): (() => number) => {
  const random = seeded(seed);
  for (let n = 0; n < 4; n += 1) random();
  return random;
};

const mixOf = (random: () => number): readonly KindName[] => {
  const inOrder = shuffled(kindNames, random);
  const many = LEAST_KINDS + Math.floor(random() * (kindNames.length - LEAST_KINDS + 1));
  return inOrder.slice(0, many);
};

/** What cannot be done anything to now, because a fault goes on there, or has been over for too short. */
const claimedAt = (injections: readonly Injection[], at: number): ReadonlySet<string> =>
  new Set(
    injections
      .filter((each) => each.at + each.forMs + kindOf(each.kind).recovery * 1_000 > at)
      .flatMap(({ kind, target }) => claimsOf(kind, target)),
  );

/** Deals kinds as from a deck of cards, which is shuffled again when it is used up: so each has its turn. */
interface Deck {
  readonly deal: (fits: (kind: KindName) => boolean) => KindName | undefined;
}

const deckOf = (mix: readonly KindName[], random: () => number): Deck => {
  let cards = [...shuffled(mix, random)];
  return {
    deal: (fits) => {
      const at = cards.findIndex(fits);
      const [kind] = at < 0 ? [] : cards.splice(at, 1);
      if (cards.length === 0) cards = [...shuffled(mix, random)];
      return kind;
    },
  };
};

interface Moment {
  readonly n: number;
  readonly at: number;
  readonly instances: number;
  readonly durationMs: number;
}

/** The next of the deck that has a target which nothing happens to, and is over in time; if there is one. */
const chosen = (
  deck: Deck,
  { n, at, instances, durationMs }: Moment,
  before: readonly Injection[],
  random: () => number,
): Injection | undefined => {
  const claimed = claimedAt(before, at);
  const free = (kind: KindName) =>
    targetsOf(kind, instances).filter((target) =>
      claimsOf(kind, target).every((claim) => !claimed.has(claim)),
    );
  const leftMs = durationMs - END_MS - at;
  const fits = (kind: KindName) => kindOf(kind).seconds[0] * 1_000 <= leftMs && free(kind).length > 0;
  const kind = deck.deal(fits);
  if (!kind) return undefined;
  const targets = free(kind);
  const target = targets[Math.floor(random() * targets.length)] ?? '';
  const forMs = Math.min(leftMs, lengthOf(kind, random));
  return { n, at: Math.round(at), kind, target, forMs: Math.round(forMs), dice: random() };
};

const lengthOf = (kind: KindName, random: () => number): number => {
  const { seconds, longSeconds } = kindOf(kind);
  const [least, most] = seconds;
  const isLong = longSeconds !== undefined && random() < 1 / LONG_ONE_IN;
  return 1_000 * (isLong ? most + random() * (longSeconds - most) : least + random() * (most - least));
};

/** Fisher and Yates. */
const shuffled = <T>(items: readonly T[], random: () => number): readonly T[] => {
  const all = [...items];
  for (let n = all.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [all[n], all[other]] = [all[other] as T, all[n] as T];
  }
  return all;
};
