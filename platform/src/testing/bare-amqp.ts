// Bare amqplib on the broker that the test run provides, to show the traps that our own bus must not fall into.
import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import type { Channel, ChannelModel, ConfirmChannel, Options } from 'amqplib';
import { testRabbitmqUrl } from './test-servers.ts';

export interface BareAmqp {
  /** For what is beside the point of a test: nothing goes wrong on it. */
  readonly admin: ConfirmChannel;
  /** Another connection. Its errors are heard, because an error that nobody hears ends the process. */
  readonly connect: (url?: string) => Promise<ChannelModel>;
  /** On a connection of its own unless told; its errors are heard. */
  readonly channel: (on?: ChannelModel) => Promise<ConfirmChannel>;
  /** An empty quorum queue that nobody else uses; resolves with its name. */
  readonly makeQueue: (limits?: Readonly<Record<string, unknown>>, name?: string) => Promise<string>;
  /** Resolves when the broker has them. */
  readonly put: (queue: string, ...bodies: readonly string[]) => Promise<void>;
  /** Ends every connection and deletes every queue that was made. */
  readonly cleanUp: () => Promise<void>;
}

export const bareAmqp = async (): Promise<BareAmqp> => {
  const opened: ChannelModel[] = [];
  const made = new Set<string>();
  const open = async (url = testRabbitmqUrl()): Promise<ChannelModel> => {
    const model = heard(await connect(url));
    opened.push(model);
    return model;
  };
  const channel = async (on?: ChannelModel): Promise<ConfirmChannel> =>
    heard(await (on ?? (await open())).createConfirmChannel());
  const admin = await channel();
  return {
    admin,
    connect: open,
    channel,
    makeQueue: async (limits = {}, name = `trap-${randomUUID()}`) => {
      await admin.assertQueue(name, { arguments: { 'x-queue-type': 'quorum', ...limits } });
      made.add(name);
      return name;
    },
    put: async (queue, ...bodies) => {
      for (const body of bodies) admin.sendToQueue(queue, Buffer.from(body), { persistent: true });
      await admin.waitForConfirms();
    },
    cleanUp: async () => {
      for (const queue of made) await admin.deleteQueue(queue);
      for (const model of opened) await model.close().catch(() => undefined); // closed by the test
    },
  };
};

const heard = <E extends ChannelModel | Channel>(emitter: E): E => {
  emitter.on('error', () => undefined);
  return emitter;
};

/** The code that the broker closes a channel with. */
export const deathOf = (channel: Channel): Promise<number | undefined> =>
  new Promise((resolve) => {
    channel.on('error', (error: Error & { code?: number }) => {
      resolve(error.code);
    });
  });

/** What the broker said to one message: `undefined` for a confirm. Rejects never; throws at once what amqplib throws. */
export const publishBare = (
  channel: ConfirmChannel,
  { exchange, key }: { readonly exchange: string; readonly key: string },
  options: Options.Publish = {},
): Promise<string | undefined> => {
  let answer = (_said: string | undefined): void => undefined;
  const answered = new Promise<string | undefined>((resolve) => (answer = resolve));
  channel.publish(exchange, key, Buffer.from('{}'), options, (error: Error | null) => {
    answer(error?.message);
  });
  return answered;
};
