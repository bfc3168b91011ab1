// What every story must be, whatever it tells.
import { MOST_SENTENCES } from './folding.ts';
import type { Story } from './order-story.ts';

const FEWEST_SENTENCES = 3;

/** A sentence for each flaw of the story of an order. */
export const flawsIn = ({ about, sentences, firstCause, lastDecision }: Story): readonly string[] => {
  const text = sentences.join(' ').toLowerCase();
  const tells = (part: string | undefined): boolean =>
    part !== undefined && text.includes(part.toLowerCase());
  const flaws: readonly (readonly [boolean, string])[] = [
    [
      sentences.length < FEWEST_SENTENCES || sentences.length > MOST_SENTENCES,
      `has ${sentences.length} sentences`,
    ],
    [firstCause === undefined || !tells(firstCause.text), 'does not name the first cause'],
    [lastDecision === undefined || !tells(lastDecision.text), 'does not name the last decision'],
    [/undefined|NaN|\[object/.test(text), 'has a hole'],
    [
      sentences.some((sentence) => !/^[A-Z0-9].*\.$/s.test(sentence)),
      'has a sentence without a capital or a full stop',
    ],
  ];
  return flaws.flatMap(([isWrong, what]) =>
    isWrong ? [`The story of ${about.id} ${what}: ${sentences.join(' ')}`] : [],
  );
};
