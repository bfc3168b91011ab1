// Dead letters as they were kept before their bytes were: as text, under the id of the message.
import type { DeadLetter, KeptBytes } from './dead-letters.ts';

/** What was no UTF-8 had been replaced by U+FFFD, and is lost. */
export type EarlierLetter = Omit<DeadLetter, 'messageId' | 'encoding' | 'size'>;

/** In the form of today. */
export const asNow = (letter: DeadLetter | EarlierLetter): DeadLetter =>
  'encoding' in letter ? letter : { ...letter, ...keptOf(letter), ...idIn(letter) };

const keptOf = ({ body, reason }: EarlierLetter): KeptBytes => {
  const [, size] = /^too large: (\d+) bytes/.exec(reason) ?? [];
  return {
    body,
    encoding: 'utf-8',
    size: size === undefined ? new TextEncoder().encode(body).length : Number(size),
  };
};

/** Whatever could not be read was called `unreadable:<hash of its text>`. */
const idIn = ({ _id }: EarlierLetter): Pick<DeadLetter, 'messageId'> =>
  _id.startsWith('unreadable:') ? {} : { messageId: _id };
