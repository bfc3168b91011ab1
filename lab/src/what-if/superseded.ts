// Corrections of the record that say something of the very same as a change: the change is the last word on that.
import type { History } from '../checker/history.ts';
import type { Change } from './change.ts';
import { keyOf } from './record.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a change says: figures of one event, or of one instant. */
export interface Word {
  readonly stream: string;
  readonly kind: 'FORGOTTEN' | 'WRONG';
  readonly version?: number;
  readonly validFrom?: number;
  readonly figures: object;
}

/** Those that say nothing else do not come; the others come without those figures. */
export const superseded = (history: History, word: Word): Pick<Change, 'without' | 'otherwise'> => {
  const without = new Set<string>();
  const otherwise = new Map<string, object>();
  for (const { service, commit } of history.all) {
    const { corrects } = commit.input.data as { readonly corrects?: Fields };
    const isAbout = commit.events.some(({ stream }) => stream === word.stream);
    if (!isAbout || corrects === undefined || !isOfSame(word, corrects)) continue;
    const left = leftOf(corrects, word.figures);
    if (hasFigures(left)) otherwise.set(keyOf(service, commit._id), { corrects: left });
    else without.add(keyOf(service, commit._id));
  }
  return { without, otherwise };
};

const isOfSame = ({ kind, version, validFrom }: Word, corrects: Fields): boolean =>
  corrects.kind === kind && corrects.version === version && corrects.validFrom === validFrom;

const leftOf = (corrects: Fields, figures: object): Fields =>
  Object.fromEntries(Object.entries(corrects).filter(([name]) => !Object.hasOwn(figures, name)));

const target: readonly string[] = ['kind', 'version', 'validFrom'];

const hasFigures = (corrects: Fields): boolean =>
  Object.keys(corrects).some((name) => !target.includes(name));
