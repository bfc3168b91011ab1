// Choreography: nobody coordinates; each service does its part when it hears the event of another one.
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Protocol, Setting, Timing } from '../protocol.ts';
import { inventory } from './inventory.ts';
import { messages } from './messages.ts';
import { cancelling, order, placed } from './order.ts';
import { payment } from './payment.ts';
import { watcher } from './watcher.ts';
import { promise } from './promise.ts';
import { signs } from './signs.ts';

const roles = { 'order-service': order, 'inventory-service': inventory, 'payment-service': payment };

const takesPart = (service: string): service is keyof typeof roles => Object.hasOwn(roles, service);

const participant = <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing) => {
  const own = setting as unknown as Setting;
  if (!takesPart(own.self)) throw new Error(`${own.self} takes no part in choreography`);
  return roles[own.self](own, timing);
};

export const choreography = {
  name: 'choreo',
  messages,
  opening: 'choreo.OrderPlaced',
  participant,
  watcher,
  takesAtOnce: true,
  inDoubt: ['HOLDING'],
  ended: ['APPROVED', 'REJECTED'],
  placed,
  cancelling,
  promise,
  signs,
} satisfies Protocol;
