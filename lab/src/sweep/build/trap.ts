// Decides whether this is the point at which the process is to die, writes that down, and ends it.
import type { Death, Order, Plan } from '../plan.ts';
import type { Point } from '../cells/points.ts';

/** A message, as far as a point knows it. */
export interface Passing {
  readonly id: string;
  readonly type: string;
  /** Its correlation id. */
  readonly subject: string;
}

export interface Trap {
  /** Whether the process is to die at this point over this message. */
  readonly isAt: (point: Point, message: Passing) => boolean;
  /** Writes down what is known, and ends the process. */
  readonly die: (point: Point, message: Passing, detail?: Pick<Death, 'attempt' | 'answered'>) => never;
  /** Both, if it is to die here. */
  readonly pass: (point: Point, message: Passing) => void;
  readonly isHeld: (message: Pick<Passing, 'type' | 'subject'>) => boolean;
  readonly noteHeld: (message: Pick<Passing, 'type' | 'subject'>) => void;
  /** Whether it is not to be published yet; `to`: the one whom it is for, if it is for one. */
  readonly isWithheld: (message: Pick<Passing, 'type' | 'subject'>, to: string | undefined) => boolean;
  /** Of the cell that the process is to die for. */
  readonly cell: () => string;
}

export interface TrapParts {
  readonly plan: () => Plan;
  /** Deaths that were died for a cell so far, by this process and those before it. */
  readonly deathsFor: (cell: string) => readonly Death[];
  readonly noteDeath: (death: Death) => void;
  readonly noteHeld: (held: Pick<Passing, 'type' | 'subject'>) => void;
  /** Does not return. */
  readonly kill: () => never;
  readonly pid: number;
  readonly now: () => number;
}

export const trap = ({ plan, deathsFor, noteDeath, noteHeld, kill, pid, now }: TrapParts): Trap => {
  const isAbout = ({ type, subject }: Order, message: Passing): boolean =>
    type === message.type && subject === message.subject;

  /** The first death may be over any such message, each further one over the same again. */
  const isNext = ({ cell, deaths }: Order, point: Point, { id }: Passing): boolean => {
    const before = deathsFor(cell);
    return deaths[before.length] === point && before.every(({ messageId }) => messageId === id);
  };

  const isAt: Trap['isAt'] = (point, message) => {
    const { order } = plan();
    return order !== undefined && isAbout(order, message) && isNext(order, point, message);
  };
  const cell = (): string => plan().order?.cell ?? '';
  const die: Trap['die'] = (point, { id, type }, detail = {}) => {
    const at = new Date(now()).toISOString();
    noteDeath({ cell: cell(), point, type, messageId: id, pid, at, ...detail });
    return kill();
  };
  return {
    isAt,
    die,
    cell,
    noteHeld,
    pass: (point, message) => {
      if (isAt(point, message)) die(point, message);
    },
    isHeld: ({ type, subject }) =>
      plan().holds.some((held) => held.type === type && held.subject === subject),
    isWithheld: ({ type, subject }, to) =>
      (plan().withheld ?? []).some(
        (one) => one.type === type && one.subject === subject && (one.to ?? to) === to,
      ),
  };
};
