// What happens in a cell of another protocol than the saga, as the course of its message says.
import type { Cell } from '../cells/cells.ts';
import type { Course } from '../cells/course.ts';
import { courseOf } from '../cells/protocols.ts';
import { ENOUGH, PRICE } from './cell-stage.ts';
import type { CellStage } from './cell-stage.ts';

type Story = (stage: CellStage, cell: Cell) => Promise<void>;

/** Up to where nothing is left to do but to wait. */
const opening: Story = async (stage, cell) => {
  try {
    await open(stage, cell);
  } catch (error) {
    releaseAll(stage, cell);
    throw error;
  }
};

const open: Story = async (stage, cell) => {
  const course = courseOf(cell);
  const { lacks, holds = [] } = course;
  const amounts = {
    money: lacks === 'money' ? PRICE - 1 : ENOUGH.money,
    pieces: lacks === 'pieces' ? 0 : ENOUGH.pieces,
  };
  await stage.prepare(amounts, PRICE);
  for (const [service, message] of holds) stage.hold(service, longName(cell, message));
  await stage.placeOrder();
  if (course.then === undefined) return;
  const [first] = holds;
  if (first) await stage.holds(first[0], longName(cell, first[1]));
  await act(stage, course.then);
};

const act = async (stage: CellStage, then: NonNullable<Course['then']>): Promise<void> => {
  switch (then) {
    case 'the customer cancels':
      return stage.cancel();
    case 'the last piece goes':
      return stage.prepare({ ...ENOUGH, pieces: 0 }, PRICE);
    case 'an operator aborts':
      return stage.abortByHand();
    default:
      return stage.commitByHand(then.commitsAt, PRICE);
  }
};

/** What was kept back gets through once the process has died. */
const ending: Story = async (stage, cell) => {
  const { holds = [], untilThereIs } = courseOf(cell);
  try {
    if (untilThereIs) {
      await stage.holds(untilThereIs[0], longName(cell, untilThereIs[1]));
      release(stage, cell, 1);
    }
    if (holds.length > 0) await stage.deaths();
  } finally {
    releaseAll(stage, cell);
  }
};

/** Nothing of it is kept back any more. */
export const releaseAll = (stage: CellStage, cell: Cell): void => {
  release(stage, cell, Infinity);
};

const release = (stage: CellStage, cell: Cell, most: number): void => {
  for (const [service, message] of (courseOf(cell).holds ?? []).slice(0, most))
    stage.release(service, longName(cell, message));
};

const longName = ({ protocol = '' }: Cell, message: string): string => `${protocol}.${message}`;

const isLate = (cell: Cell): boolean => cell.protocol !== undefined && courseOf(cell).late === true;

/** What may come before the process is told to die, and long before; none where its message may come at once. */
export const earlyPartOf = (cell: Cell): Story | undefined => (isLate(cell) ? opening : undefined);

export const courseStory: Story = async (stage, cell) => {
  if (!isLate(cell)) await opening(stage, cell);
  await ending(stage, cell);
};
