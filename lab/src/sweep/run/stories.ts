// What happens in a cell: an order of its own, so that the message of the cell is sent. Which that is, the saga's table says.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Cell } from '../cells/cells.ts';
import type { Request, Timer } from '../cells/messages.ts';
import { firstStep, lastBeforePivot, lastStep, overtakenStepOf, pivot, roleOf } from '../cells/roles.ts';
import type { Refusal } from '../cells/roles.ts';
import { ENOUGH, PRICE } from './cell-stage.ts';
import type { CellStage } from './cell-stage.ts';
import { courseStory } from './course-stories.ts';

/** Resolves when the customer has done what the story is about; its saga may still be on its way. */
type Story = (stage: CellStage, cell: Cell) => Promise<void>;

const completed: Story = async (stage) => {
  await stage.prepare(ENOUGH, PRICE);
  await stage.placeOrder();
};

/** More was put there than there is, and that is taken back. */
const restored: Story = async (stage) => {
  await stage.prepare(ENOUGH, PRICE);
  await stage.prepare({ money: 2 * ENOUGH.money, pieces: 2 * ENOUGH.pieces }, PRICE);
  await stage.restore();
  await stage.placeOrder();
};

/** The second thing that was said of them never happened. */
const corrected: Story = async (stage) => {
  await stage.prepare(ENOUGH, PRICE);
  await stage.prepare({ money: 2 * ENOUGH.money, pieces: 2 * ENOUGH.pieces }, PRICE);
  await stage.correct();
  await stage.placeOrder();
};

const outOfStock: Story = async (stage) => {
  await stage.prepare({ ...ENOUGH, pieces: 0 }, PRICE);
  await stage.placeOrder();
};

const declined: Story = async (stage) => {
  await stage.prepare({ ...ENOUGH, money: PRICE - 1 }, PRICE);
  await stage.placeOrder();
};

/** The customer cancels while a message is kept back, which is let go when `until` resolves. */
const cancelledDuring = async (
  stage: CellStage,
  held: { readonly at: ServiceName; readonly type: string },
  until: () => Promise<void>,
): Promise<void> => {
  await stage.prepare(ENOUGH, PRICE);
  stage.hold(held.at, held.type);
  await stage.placeOrder();
  await stage.holds(held.at, held.type);
  await stage.cancel();
  await until();
  stage.release(held.at, held.type);
};

/** The last step before the pivot is done, and the saga has not heard of it yet: every step is undone. */
const cancelled: Story = (stage) =>
  cancelledDuring(stage, { at: orchestrator.name, type: lastBeforePivot.succeeded }, stage.orderEnds);

/** The pivot is sent, and the order is not approved yet. */
const pivotRefused: Story = (stage) =>
  cancelledDuring(stage, { at: serviceOf(pivot), type: pivot.command }, () => Promise.resolve());

/** An action arrives after its own compensation. */
const overtaken: Story = (stage, { service }) => {
  const step = overtakenStepOf(service) ?? lastBeforePivot;
  return cancelledDuring(stage, { at: serviceOf(step), type: step.command }, stage.orderEnds);
};

/** A message is kept back until its sender's timer has done what the cell is about. */
const awaited = async (stage: CellStage, at: ServiceName, type: string): Promise<void> => {
  await stage.prepare(ENOUGH, PRICE);
  stage.hold(at, type);
  await stage.placeOrder();
  await stage.deaths();
  stage.release(at, type);
};

const serviceOf = ({ participant }: { readonly participant: string }): ServiceName => {
  const found = serviceNames.find((name) => name === participant);
  if (found === undefined) throw new Error(`the table names ${participant}, which is no service`);
  return found;
};

/** Of what no table tells how it comes about; one that is missing does not compile. */
const special: Readonly<Record<Request | Timer | Refusal, Story>> = {
  PlaceOrder: completed,
  RequestCancellation: cancelled,
  PutAccount: completed,
  PutStock: completed,
  RestoreAccount: restored,
  RestoreStock: restored,
  CorrectAccount: corrected,
  CorrectStock: corrected,
  AnnounceAgain: (stage) => awaited(stage, orchestrator.name, firstStep.succeeded),
  SagaTimer: (stage) => awaited(stage, serviceOf(lastStep), lastStep.command),
  StockInsufficient: outOfStock,
  PaymentDeclined: declined,
  OrderApprovalRefused: pivotRefused,
};

const isSpecial = (message: string): message is keyof typeof special => Object.hasOwn(special, message);

export const storyOf = ({ message, protocol }: Pick<Cell, 'message' | 'protocol'>): Story => {
  if (protocol !== undefined) return courseStory;
  if (isSpecial(message)) return special[message];
  const role = roleOf(message);
  switch (role) {
    case 'done':
      return completed;
    case 'undone':
    case 'cancellation':
      return cancelled;
    case 'rejected':
      return overtaken;
    case 'refused':
    case 'none':
      throw new Error(`there is no story in which ${message} is sent`);
    default:
      return role satisfies never;
  }
};
