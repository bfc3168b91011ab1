// What happened in a system, in words.
import type { Message, Outgoing } from '@saga-lab/platform/decider/message';
import type { Happening } from './roles.ts';

/** `StockReleased (EMPTY) of A` */
export const messageInWords = ({ type, answer, correlationId }: Message): string =>
  `${type}${answerInWords(answer)} of ${correlationId}`;

const answerInWords = (answer: string | undefined): string =>
  answer === undefined || answer === 'APPLIED' ? '' : ` (${answer})`;

/** `inventory-service receives ReserveStock of A and sends StockReserved` */
export const whatHappened = (happening: Happening): string => {
  const { role, message, error } = happening;
  const receives = `${role} ${verbFor(message)} ${messageInWords(message)}`;
  return error === undefined
    ? `${receives} and ${outcome(happening)}`
    : `${receives} and cannot decide it: ${error}`;
};

const verbFor = ({ source }: Message): string => (source === '/http' ? 'is asked for' : 'receives');

const outcome = ({ events, sent }: Happening): string => {
  const posted = sent.filter(({ notBefore }) => notBefore === undefined);
  if (posted.length > 0) return `sends ${posted.map(sentInWords).join(', ')}`;
  const noted = events.map(({ type }) => type);
  return noted.length > 0 ? `notes ${noted.join(', ')}` : 'does nothing';
};

const sentInWords = ({ type, answer, attempt = 1, to }: Outgoing): string => {
  const again = to !== undefined && attempt > 1 ? ' again' : '';
  return `${type}${answerInWords(answer)}${again}`;
};
