// A network of groups over one broker: every message goes through a switch, which knows from whom to whom it is, and lets it through
// or not. All links go to the broker, so that a proxy could only cut one service off from all others.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { bindings, rights } from '@saga-lab/protocols/topology';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { openBrokerConnection } from './broker-connection.ts';
import { divert } from './diversion.ts';
import type { EndDiversion } from './diversion.ts';

export interface SwitchedMessage {
  readonly from: ServiceName | undefined;
  readonly to: ServiceName;
  readonly type: string;
  readonly saga: string;
}

type Groups = readonly (readonly ServiceName[])[];

/** What becomes of a message: `kept` stays in the switch until it is healed, `late` for a moment that others may overtake it in. */
export type Handling = 'through' | 'kept' | 'lost' | 'twice' | 'late';

export interface Switch {
  /** From now on this says of each message, copy by copy, what becomes of it. */
  readonly handle: (handlingOf: (message: SwitchedMessage) => Handling) => void;
  /** From now on nothing gets from one group to another: it stays in the switch, or is lost. */
  readonly split: (groups: Groups, across?: 'kept' | 'lost') => void;
  /** What is in the switch now. */
  readonly kept: () => readonly SwitchedMessage[];
  /** What is in it goes on, and so does what comes from now on. */
  readonly heal: () => Promise<void>;
}

/** For as long as `work` takes; whatever happens meanwhile, messages go their usual way again at the end. */
export const switching = async <T>(url: string, work: (between: Switch) => Promise<T>): Promise<T> => {
  const { channel, close } = await openBrokerConnection(url);
  const ports = [...new Set(bindings.map(({ queue }) => queue))];
  const state = newState(channel);
  const diversions: EndDiversion[] = [];
  try {
    for (const port of ports) {
      const usual = bindings.filter(({ queue }) => queue === port);
      diversions.push(await divert(channel, usual, (delivery) => state.take(port, delivery)));
    }
    return await work(state.between);
  } finally {
    await state.between.heal();
    for (const end of diversions) await end();
    await channel.waitForConfirms();
    await close();
  }
};

interface Kept {
  readonly message: SwitchedMessage;
  readonly forward: () => void;
}

const LATE_MS = 500;

/** What the switch does with each message. */
const newState = (channel: ConfirmChannel) => {
  let handlingOf = (_message: SwitchedMessage): Handling => 'through';
  const inside = new Set<Kept>();
  const goOn = (one: Kept): void => {
    if (inside.delete(one)) one.forward();
  };
  const take = (queue: string, delivery: ConsumeMessage): void => {
    const message = read(queue, delivery);
    const forward = (): void => {
      const { content, properties } = delivery;
      channel.sendToQueue(queue, content, { ...properties, persistent: true });
    };
    const one = { message, forward };
    const handling = handlingOf(message);
    if (handling === 'kept' || handling === 'late') inside.add(one);
    if (handling === 'late') setTimeout(goOn, LATE_MS, one);
    if (handling === 'through' || handling === 'twice') forward();
    if (handling === 'twice') forward();
  };
  const between: Switch = {
    handle: (handling) => {
      handlingOf = handling;
    },
    split: (groups, across = 'kept') => {
      const isAcross = acrossOf(groups);
      handlingOf = (message) => (isAcross(message) ? across : 'through');
    },
    kept: () => [...inside].map(({ message }) => message),
    heal: async () => {
      handlingOf = () => 'through';
      for (const one of inside) goOn(one);
      await channel.waitForConfirms();
    },
  };
  return { take, between };
};

/** A service that is in no group hears everybody, and everybody hears it. */
const acrossOf =
  (groups: Groups) =>
  ({ from, to }: SwitchedMessage): boolean => {
    const groupOf = (name: ServiceName | undefined) =>
      groups.find((group) => group.some((one) => one === name));
    const [here, there] = [groupOf(from), groupOf(to)];
    return here !== undefined && there !== undefined && here !== there;
  };

const read = (queue: string, { content }: ConsumeMessage): SwitchedMessage => {
  const { source = '', type = '', correlationid: saga = '' } = parsed(content);
  return { from: serviceNames.find((name) => source === `/${name}`), to: ownerOf(queue), type, saga };
};

const ownerOf = (queue: string): ServiceName => {
  const found = serviceNames.find((name) => rights[name]?.reads.includes(queue));
  if (!found) throw new Error(`Nobody reads ${queue}.`);
  return found;
};

/** What is no message goes through as it is. */
const parsed = (content: Buffer): Readonly<Record<string, string>> => {
  try {
    return JSON.parse(content.toString()) as Record<string, string>;
  } catch {
    return {};
  }
};
