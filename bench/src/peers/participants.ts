// The three participants that all peers call.
import { fileURLToPath } from 'node:url';
import type { Ground } from '../contest/contestant.ts';
import type { Process } from '../counters/processes.ts';
import { client } from './http.ts';
import type { Balance } from './ledger.ts';
import type { State, StepDone } from './participant.ts';
import { startProcess } from './processes.ts';
import type { Heard } from './processes.ts';
import { participants } from './saga.ts';
import type { Asked, ParticipantName } from './saga.ts';
import { COLLECTION, DATABASE } from './talk.ts';
import type { ParticipantSettings } from './talk.ts';

const program = fileURLToPath(new URL('participant-process.ts', import.meta.url));

type Amounts = Readonly<Record<string, number>>;

export interface Participants {
  readonly urls: Readonly<Record<ParticipantName, string>>;
  readonly processes: readonly Process[];
  /** Opens accounts with these amounts. */
  readonly open: (stock: Amounts, money: Amounts) => Promise<void>;
  /** Of all three together. */
  readonly state: () => Promise<{
    readonly balances: Readonly<Record<string, Balance>>;
    readonly repeats: number;
  }>;
  /** What the databases have of the orders of this run. */
  readonly stepsOf: (run: string) => Promise<readonly StepDone[]>;
  readonly stop: () => Promise<void>;
}

/** They begin without any history. */
export const startParticipants = async (
  { infrastructure, databases: { connections } }: Ground,
  heard: Heard,
): Promise<Participants> => {
  const forget = () => Promise.all(connections.map(({ client: mongo }) => mongo.db(DATABASE).dropDatabase()));
  await forget();
  const started = await Promise.all(
    participants.map(async (name) => {
      const settings: ParticipantSettings = { name, mongoUrl: infrastructure.mongoUrl(name) };
      return [name, await startProcess({ name, program }, settings, heard)] as const;
    }),
  );
  const urls = Object.fromEntries(started.map(([name, { url }]) => [name, url])) as Participants['urls'];
  const { post, close } = client();
  const openAt = async (name: ParticipantName, amounts: Amounts): Promise<void> => {
    const opening = Object.entries(amounts).map(([account, amount]): Asked => {
      return { saga: account, step: 'open', account, amount };
    });
    await Promise.all(opening.map((asked) => post(`${urls[name]}/steps`, asked)));
  };
  return {
    urls,
    processes: started.flatMap(([, { processes }]) => processes),
    open: async (stock, money) => {
      await Promise.all([openAt('inventory-service', stock), openAt('payment-service', money)]);
    },
    state: async () => {
      const states = (await Promise.all(
        participants.map((name) => post(`${urls[name]}/state`, {})),
      )) as State[];
      return {
        balances: Object.assign({}, ...states.map(({ balances }) => balances)) as State['balances'],
        repeats: states.reduce((sum, { repeats }) => sum + repeats, 0),
      };
    },
    stepsOf: async (run) => {
      const ofRun = { _id: { $gte: `${run}-`, $lt: `${run}.` }, step: { $ne: 'open' as const } }; // "." is what follows "-"
      const found = connections.map(({ client: mongo }) =>
        mongo.db(DATABASE).collection<StepDone>(COLLECTION).find(ofRun).toArray(),
      );
      return (await Promise.all(found)).flat();
    },
    stop: async () => {
      close();
      await Promise.all(started.map(([, one]) => one.stop()));
      await forget();
    },
  };
};
