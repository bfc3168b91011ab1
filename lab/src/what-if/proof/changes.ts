// Changes of what operators said in a simulated history: one of each kind for each thing, chosen by a seed.
import { fraction, hashOf, mixed } from '../../simulator/hash.ts';
import { parseStream } from '@saga-lab/platform/decider/streams';
import type { History } from '../../checker/history.ts';
import { isShared } from '../../checker/shared-streams.ts';
import type { TheRecord } from '../record.ts';
import type { GivenFigures, Retroactive, Thing } from '../retroactive.ts';

export const changesOf = (record: TheRecord, seed: number): readonly Retroactive[] =>
  record.history.streams.filter(isShared).flatMap((stream, n) => {
    const chance = (what: string): number => fraction(mixed(hashOf(seed, what), n));
    const { category, id } = parseStream(stream);
    const thing: Thing = { kind: category === 'stock' ? 'stock' : 'account', id };
    const version = oneOf(toldVersions(record.history, stream), chance('version'));
    const at = oneOf(record.inOrder, chance('moment'));
    if (version === undefined || at === undefined) return [];
    const figures = (what: string) => figuresOf(thing, chance(what));
    return [
      { kind: 'FORGOTTEN', thing, validFrom: at.instant, figures: figures('forgotten') },
      { kind: 'FALSE', thing, version },
      { kind: 'WRONG', thing, version, figures: figures('wrong') },
    ] as const;
  });

/** Versions that an operator made by saying how it is. */
const toldVersions = (history: History, stream: string): readonly number[] =>
  history
    .ofStream(stream)
    .filter(({ type }) => ['StockAdjusted', 'AccountOpened', 'AccountAdjusted'].includes(type))
    .map(({ version }) => version);

/** Few pieces and little money as well, so that what was done cannot be done. */
const figuresOf = ({ kind }: Thing, chance: number): GivenFigures => {
  if (kind === 'account') return { opening: Math.round(3_000 * chance) };
  return chance < 0.5
    ? { unitPrice: Math.round(2_000 * chance) }
    : { onHand: Math.round(10 * (chance - 0.5)) };
};

const oneOf = <T>(items: readonly T[], chance: number): T | undefined =>
  items[Math.floor(items.length * chance)];
