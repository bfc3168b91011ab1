// What comes from the broker and goes to it: not acked, not published, published and not confirmed.
import type { Bus, Delivery } from '@saga-lab/platform/bus/bus';
import { forwardingBus } from '@saga-lab/platform/bus/forwarding-bus';
import type { Message } from '@saga-lab/platform/decider/message';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { KnownMessages } from './known-messages.ts';
import type { Passing, Trap } from './trap.ts';

/** Turns of the event loop in which the driver has written a message to its socket; the broker's answer takes longer. */
const TURNS_TO_WRITE = 4;
const LOOK_EVERY_MS = 25;

interface Parts {
  readonly trap: Trap;
  readonly known: KnownMessages;
}

export const trappedBus = (bus: Bus, { trap, known }: Parts): Bus => {
  const trapped = forwardingBus(bus, {
    publish: async (message, destination) => {
      const passing = passingOf(message);
      known.note(passing);
      await whenMayBeSaid(trap, passing, 'service' in destination ? destination.service : undefined);
      trap.pass('before-publish', passing);
      const isDoomed = trap.isAt('before-confirm', passing);
      const publishing = bus.publish(message, destination);
      if (isDoomed) await dieUnconfirmed(trap, passing, publishing);
      return publishing;
    },
    delivery: (delivery) => withTrappedAck(delivery, { trap, known }),
  });
  return {
    ...trapped,
    consume: (queue, prefetch, onDelivery) =>
      trapped.consume(queue, prefetch, (delivery) => void whenNotHeld(trap, delivery).then(onDelivery)),
  };
};

const passingOf = ({ id, type, correlationId }: Message): Passing => ({ id, type, subject: correlationId });

const dieUnconfirmed = async (trap: Trap, passing: Passing, publishing: Promise<unknown>): Promise<void> => {
  const answered = await Promise.race([publishing.then(() => true), turns(TURNS_TO_WRITE)]);
  trap.die('before-confirm', passing, { answered });
};

const whenMayBeSaid = async (trap: Trap, passing: Passing, to: string | undefined): Promise<void> => {
  while (trap.isWithheld(passing, to)) await sleep(LOOK_EVERY_MS);
};

const turns = async (count: number): Promise<false> => {
  for (let n = 0; n < count; n += 1) await turn();
  return false;
};

const withTrappedAck = (delivery: Delivery, { trap, known }: Parts): Delivery => {
  const { decoded } = delivery;
  if (!decoded.ok) return delivery;
  const passing = passingOf(decoded.message);
  return {
    ...delivery,
    ack: () => {
      if (known.isSettled(passing.id)) trap.pass('before-ack', passing);
      delivery.ack();
    },
  };
};

const whenNotHeld = async (trap: Trap, delivery: Delivery): Promise<Delivery> => {
  const { decoded } = delivery;
  if (!decoded.ok) return delivery;
  const passing = passingOf(decoded.message);
  if (!trap.isHeld(passing)) return delivery;
  trap.noteHeld(passing);
  while (trap.isHeld(passing)) await sleep(LOOK_EVERY_MS);
  return delivery;
};
