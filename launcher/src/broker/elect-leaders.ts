// Queues that nobody leads: a broker killed within a second or so after a queue was made never takes a message for it again.
import { eventually } from '@saga-lab/platform/time/eventually';
import type { BrokerControl } from '../engine/engine.ts';

/** Every quorum queue without a leader, and its one member. */
const LEADERLESS = [
  'Queue <- rabbit_amqqueue:list(),',
  'amqqueue:get_type(Queue) =:= rabbit_quorum_queue,',
  'Member <- [amqqueue:get_pid(Queue)],',
  'ra_leaderboard:lookup_leader(element(1, Member)) =:= undefined',
].join(' ');

/** The folder of a queue's log. */
const FOLDER =
  'ra_env:server_data_dir(quorum_queues, ra_directory:uid_of(quorum_queues, element(1, Member)))';

/** A queue killed while it was made has no log, so nothing was ever confirmed to be in it: it is made anew. */
const FORGET = [
  '[begin catch ra:force_delete_server(quorum_queues, Member),',
  'rabbit_amqqueue:internal_delete(amqqueue:get_name(Queue), <<"saga-lab">>), element(1, Member) end ||',
  `${LEADERLESS}, whereis(element(1, Member)) =:= undefined, not filelib:is_dir(${FOLDER})].`,
].join(' ');

/**
 * On one node a quorum queue elects its leader when it is made, and again at each start, unless its log is still empty
 * (rabbitmq/ra, `ra_server_proc`: a new member waits to be told). Whoever publishes to it then waits for ever.
 */
const ELECT = `[begin catch ra:trigger_election(Member), element(1, Member) end || ${LEADERLESS}].`;

const WITHIN_MS = 20_000;

/**
 * Nothing happens to a queue that has a leader, and nothing to what waits in a queue. @throws Error with the queues that
 * still have none after 20 s.
 */
export const electLeaders = async ({ ctl, restore }: Omit<BrokerControl, 'wipe'>): Promise<void> => {
  const list = async (command: string): Promise<string> => (await ctl('eval', command)).trim();
  if ((await list(FORGET)) !== '[]') await restore();
  await eventually(
    async () => {
      const without = await list(ELECT);
      if (without !== '[]') throw new Error(`these queues of the broker have no leader: ${without}`);
    },
    { timeoutMs: WITHIN_MS },
  );
};
