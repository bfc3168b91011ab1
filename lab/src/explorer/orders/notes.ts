// What a state must remember of one order's past, so that it can be judged: effects, the way of the saga, what has ended.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import { parseStream } from '@saga-lab/platform/decider/streams';
import { ends } from '../../checker/course.ts';
import { decidedCommands, movements } from '../../checker/effects.ts';
import type { Happening } from '../system/roles.ts';
import { commitOf } from './commits.ts';

type Judged = 'I-5' | 'I-6' | 'I-9' | 'I-12';

export interface OrderNotes {
  /** How often each command took effect. */
  readonly effects: Readonly<Record<string, number>>;
  /** Service -> the compensation that it decided first. */
  readonly undoing: Readonly<Record<string, string>>;
  /** Events of the saga that say where it went, each once. */
  readonly course: readonly Pick<NewEvent, 'type' | 'data'>[];
  /** Category of a stream -> the event that ended it. */
  readonly ended: Readonly<Record<string, string>>;
  /** Type of a movement of money or pieces -> how much in all. */
  readonly moved: Readonly<Record<string, number>>;
  /** What was wrong in the very moment. */
  readonly wrong: Readonly<Partial<Record<Judged, string>>>;
}

export const noNotes: OrderNotes = { effects: {}, undoing: {}, course: [], ended: {}, moved: {}, wrong: {} };

export const note = (notes: OrderNotes, happening: Happening): OrderNotes => {
  const { role, message, events, error } = happening;
  const afterEvents = events.reduce(ofEvent, ofCommand(ofMovements(notes, happening), happening));
  if (error === undefined) return afterEvents;
  return wrong(
    afterEvents,
    'I-9',
    `${role} cannot decide ${message.type}, which becomes a dead letter: ${error}.`,
  );
};

/** The first thing that was wrong is kept. */
const wrong = (notes: OrderNotes, which: Judged, finding: string): OrderNotes => ({
  ...notes,
  wrong: { [which]: finding, ...notes.wrong },
});

const ofMovements = (notes: OrderNotes, happening: Happening): OrderNotes => {
  const moved = { ...notes.moved };
  for (const { type, amount } of movements([commitOf(happening)])) moved[type] = (moved[type] ?? 0) + amount;
  return { ...notes, moved };
};

/** I-5 and I-6, as the checker sees effects: a command that changed something, and was not refused. */
const ofCommand = (notes: OrderNotes, happening: Happening): OrderNotes => {
  const service = happening.role as ServiceName;
  const [one] = decidedCommands({ all: [{ service, commit: commitOf(happening) }] });
  if (!one || happening.error !== undefined) return notes;
  const { command, operation, effect, saga } = one;
  const undone = notes.undoing[service];
  if (operation === 'compensation' && undone === undefined)
    return counted({ ...notes, undoing: { ...notes.undoing, [service]: command } }, command, effect);
  const after = counted(notes, command, effect);
  return operation === 'action' && effect && undone !== undefined
    ? wrong(after, 'I-6', `${command} of saga ${saga} took effect after ${undone}.`)
    : after;
};

const counted = (notes: OrderNotes, command: string, effect: boolean): OrderNotes => {
  if (!effect) return notes;
  const times = (notes.effects[command] ?? 0) + 1;
  const after = { ...notes, effects: { ...notes.effects, [command]: Math.min(times, 2) } };
  return times > 1 ? wrong(after, 'I-5', `${command} took effect twice.`) : after;
};

const ofEvent = (notes: OrderNotes, event: NewEvent): OrderNotes =>
  ofEnd(parseStream(event.stream).category === 'saga' ? ofCourse(notes, event) : notes, event);

/** `data` as far as the way of a saga is told by it. */
const telling: Readonly<Record<string, (data: { step?: string; operation?: string }) => object>> = {
  CommandSent: ({ step, operation }) => ({ step, operation }),
  StepRefused: ({ step }) => ({ step }),
  StepCompensated: ({ step }) => ({ step }),
  SagaCompleted: () => ({}),
  SagaCompensated: () => ({}),
};

const ofCourse = (notes: OrderNotes, { type, data }: NewEvent): OrderNotes => {
  const tell = telling[type];
  if (!tell) return notes;
  const event = { type, data: tell(data as object) };
  const isKnown = notes.course.some((one) => JSON.stringify(one) === JSON.stringify(event));
  return isKnown ? notes : { ...notes, course: [...notes.course, event] };
};

const ofEnd = (notes: OrderNotes, { stream, type }: NewEvent): OrderNotes => {
  const { category } = parseStream(stream);
  const rule = ends[category];
  if (!rule) return notes;
  const end = notes.ended[category];
  const after =
    end === undefined || rule.notes.includes(type)
      ? notes
      : wrong(notes, 'I-12', `${stream} had ended with ${end}, and then came ${type}.`);
  return rule.end.includes(type) && end === undefined
    ? { ...after, ended: { ...after.ended, [category]: type } }
    : after;
};
