// A participant of TCC, over whatever its service holds: it tries, and then confirms or cancels what it has tried.
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Stamp } from '@saga-lab/platform/decider/message';
import { Party } from '../parties.ts';
import type { Setting, Timing } from '../protocol.ts';
import { answered, ignored, partOf } from '../role.ts';
import { ask, byHand, lapse } from './doubt.ts';
import { evolve } from './hold.ts';
import type { Held, Hold, HoldNote, Incoming, Place } from './hold.ts';
import { cancel, confirm, confirmTooLate, done, hearOutcome, tryAgain, tryHolding } from './holding.ts';
import { messages } from './messages.ts';
import type { ToParticipant } from './messages.ts';

export const participant = <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing): DeciderPart => {
  const { resource, streamFolds } = setting as unknown as Setting;
  const self = Party.parse(setting.self);
  return partOf<Hold, ToParticipant, HoldNote>(
    { name: 'tcc', messages },
    {
      messages: ['Try', 'Confirm', 'Cancel', 'DecideByHand'],
      timers: ['AskAgain', 'Lapse'],
      react: (hold, message, states) => react(hold, message, { self, resource, states, timing }),
      evolve,
      wants,
      others: (message) => (message.type === 'AskAgain' ? [] : resource.streams(wantedIn(message))),
      streamFolds,
      participant: { self, resource },
    },
  );
};

const wantedIn = (message: Exclude<ToParticipant, { type: 'AskAgain' }>) =>
  message.type === 'DecideByHand' ? message.data.terms : message.data;

const wants = (hold: Hold | undefined, timer: ToParticipant): boolean =>
  hold?.status === 'TRIED' && (timer.type !== 'AskAgain' || timer.data.round === hold.round);

const react = (hold: Hold | undefined, message: ToParticipant & Stamp, place: Place): Held => {
  switch (message.type) {
    case 'Try':
      return hold ? tryAgain(hold, message, place) : tryHolding(message, place);
    case 'Confirm':
      return onConfirm(hold, message, place);
    case 'Cancel':
      return onCancel(hold, message, place);
    case 'Lapse':
      return hold?.status === 'TRIED' ? lapse(message, place) : ignored(message, 'NOT_IN_DOUBT');
    case 'AskAgain':
      return hold?.status === 'TRIED' ? ask(hold, message, place) : ignored(message, 'NOT_IN_DOUBT');
    case 'DecideByHand':
      return byHand(hold, message, place);
  }
};

/** @throws Error where nothing was tried: the coordinator confirms only what it has heard of. */
const onConfirm = (hold: Hold | undefined, message: Incoming<'Confirm'>, place: Place): Held => {
  switch (hold?.status) {
    case undefined:
    case 'REFUSED':
      throw new Error(`nothing was tried: ${hold?.reason ?? 'no try has come'}`);
    case 'TRIED':
      return confirm(message, place);
    case 'LAPSED':
      return confirmTooLate(message, place);
    case 'CONFIRMED':
    case 'CANCELLED':
      return hearOutcome(hold, 'CONFIRMED', message, place);
  }
};

const onCancel = (hold: Hold | undefined, message: Incoming<'Cancel'>, place: Place): Held => {
  switch (hold?.status) {
    case undefined:
    case 'REFUSED':
    case 'TRIED':
      return cancel(hold, message, place);
    case 'LAPSED':
      return answered(done('CANCELLED', message.data.orderId, place));
    case 'CONFIRMED':
    case 'CANCELLED':
      return hearOutcome(hold, 'CANCELLED', message, place);
  }
};
