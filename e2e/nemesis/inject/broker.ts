// Faults that an operator of the broker brings about, and what a broker may do to messages: twice, late, in another order.
import { commandsOf } from '@saga-lab/contracts/topology';
import type { ServiceName } from '@saga-lab/contracts/services';
import { endAlarm, raiseAlarm } from '@saga-lab/launcher/broker/alarm';
import { eventually } from '@saga-lab/platform/time/eventually';
import { everyMessageAgain } from '../../faults/broker-copies.ts';
import { hold } from '../../faults/broker-hold.ts';
import type { Hold } from '../../faults/broker-hold.ts';
import { sendAsDeadLetter } from '../../faults/broker.ts';
import { deleteQueue, removeBinding, restoreBinding } from '../../faults/broker-topology.ts';
import type { Begin, Stage } from './stage.ts';

const MOST_COPIES = 5;
/** Until a dead letter is kept, or replayed: its service may be down just then. */
const LETTER_MS = 45_000;
const DONE = 200;
/** What an operator types may fail where nothing gets its turn; what is not healed then would go on until the end. */
const PATIENTLY = { timeoutMs: 180_000, everyMs: 500 };

/** Users, queues, bindings and policies of the broker are as at its start. */
export const restored = (control: Stage['control']): Promise<void> =>
  eventually(() => control.restore(), PATIENTLY);

/** Whatever came of raising it: nobody knows that of a command that was given up. */
const memoryAlarm: Begin = async ({ control }) => {
  const end = () => eventually(() => endAlarm(control, 'memory'), PATIENTLY);
  await raiseAlarm(control, 'memory').catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return {
    heal: async () => {
      await end();
      return 1;
    },
  };
};

const removeQueue: Begin = async ({ brokerUrl, control, note }, { target }) => {
  const lost = await deleteQueue(brokerUrl, target);
  note.noteLoss(`${target} was deleted with ${lost} messages in it`);
  return {
    heal: async () => {
      await restored(control);
      return 1;
    },
  };
};

const unbind: Begin = async ({ brokerUrl }, { target }) => {
  await removeBinding(brokerUrl, target);
  return {
    heal: async () => {
      await eventually(() => restoreBinding(brokerUrl, target), PATIENTLY);
      return 1;
    },
  };
};

const double: Begin = async ({ brokerUrl }, { dice }) => {
  const tap = await everyMessageAgain(brokerUrl, 2 + Math.floor(dice * (MOST_COPIES - 1)));
  return {
    heal: async () => {
      const seen = tap.seen();
      await tap.close();
      return seen;
    },
  };
};

const reverse: Begin = async ({ brokerUrl }, { target }) => {
  const commands = await hold(brokerUrl, target);
  return {
    heal: async () => {
      const many = commands.held().length;
      await commands.release({ order: 'reverse' });
      return many;
    },
  };
};

/** One of the commands goes the way of what the broker delivered too often; an operator replays it; then it comes, too. */
const giveUp: Begin = async (stage, { target }) => {
  const commands = await hold(stage.brokerUrl, target);
  return {
    heal: async () => {
      try {
        return await deadLetterOf(stage, target as ServiceName, commands);
      } finally {
        await commands.release();
      }
    },
  };
};

const deadLetterOf = async (stage: Stage, service: ServiceName, commands: Hold): Promise<number> => {
  const [command] = commands.held();
  if (!command) return 0;
  const sent = await sendAsDeadLetter(stage.brokerUrl, commandsOf(service), command.body);
  if (sent !== 'confirmed') throw new Error(`the dead letter was ${sent}`);
  stage.note.expectDeadLetter('the broker gave it up');
  const { _id } = await eventually(() => keptLetter(stage, service, command.body), {
    timeoutMs: LETTER_MS,
    everyMs: 250,
  });
  await eventually(() => replay(stage, service, _id), { timeoutMs: LETTER_MS, everyMs: 500 });
  return 1;
};

const keptLetter = async ({ lab }: Stage, service: ServiceName, body: string) => {
  const letter = (await lab.deadLetters(service)).find((each) => each.body === body);
  if (!letter) throw new Error(`${service} has not kept the dead letter yet.`);
  return letter;
};

const replay = async ({ lab }: Stage, service: ServiceName, id: string): Promise<void> => {
  const path = `/dead-letters/${encodeURIComponent(id)}/replay`;
  const { status, body } = await lab.ask(service, { method: 'post', path });
  if (status !== DONE) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
};

export const brokerFaults = {
  'memory-alarm': memoryAlarm,
  'remove-queue': removeQueue,
  'remove-binding': unbind,
  'double-messages': double,
  'reverse-messages': reverse,
  'dead-letter': giveUp,
} satisfies Readonly<Record<string, Begin>>;
