// What a state must remember of one order's past under a protocol, so that it can be judged.
import type { Happening } from '../system/roles.ts';

type Judged = 'I-5' | 'I-6' | 'I-9';

export interface ProtocolNotes {
  /** Who has heard how the order ends before it held anything. */
  readonly ended: readonly string[];
  /** What was wrong in the very moment. */
  readonly wrong: Readonly<Partial<Record<Judged, string>>>;
}

export const noNotes: ProtocolNotes = { ended: [], wrong: {} };

/** By any of these a participant hears how an order ends. */
const OUTCOME = /\.(Commit|Abort|Confirm|Cancel|OrderApproved|OrderRejected)$/;

export const note = (notes: ProtocolNotes, happening: Happening): ProtocolNotes => {
  const { role, message, error } = happening;
  const held = pieceBefore(happening);
  const isEnd = OUTCOME.test(message.type) && held === undefined && !notes.ended.includes(role);
  const ended = isEnd ? [...notes.ended, role].sort() : notes.ended;
  const wrong = { ...wrongHold(notes, happening), ...notes.wrong };
  return error === undefined
    ? { ended, wrong }
    : {
        ended,
        wrong: {
          'I-9': `${role} cannot decide ${message.type}, which becomes a dead letter: ${error}.`,
          ...wrong,
        },
      };
};

/** The first thing that was wrong of its kind is kept. */
const wrongHold = (notes: ProtocolNotes, happening: Happening): ProtocolNotes['wrong'] => {
  const { role, message, events } = happening;
  if (!events.some(({ type }) => type === 'Held')) return {};
  if (pieceBefore(happening) !== undefined)
    return { 'I-5': `${role} holds something twice for ${message.type}.` };
  return notes.ended.includes(role)
    ? {
        'I-6': `${role} holds something for ${message.type}, although it has heard before how the order ended.`,
      }
    : {};
};

const pieceBefore = ({ states }: Happening): unknown =>
  Object.entries(states).find(([stream]) => stream.startsWith('piece-'))?.[1];
