// Queues that nobody leads: a broker killed within a second or so after a queue was made never takes a message for it again.
import type { BrokerControl } from '../engine/engine.ts';

/**
 * On one node a quorum queue elects its leader when it is made, and again at each start, unless its log is still empty
 * (rabbitmq/ra, `ra_server_proc`: a new member waits to be told). Whoever publishes to it then waits for ever.
 */
const ELECT = [
  '[ra:trigger_election(Member) || Queue <- rabbit_amqqueue:list(),',
  'amqqueue:get_type(Queue) =:= rabbit_quorum_queue,',
  'Member <- [amqqueue:get_pid(Queue)],',
  'ra_leaderboard:lookup_leader(element(1, Member)) =:= undefined].',
].join(' ');

/** Nothing happens to a queue that has a leader, and nothing to what waits in a queue. */
export const electLeaders = async ({ ctl }: Pick<BrokerControl, 'ctl'>): Promise<void> => {
  await ctl('eval', ELECT);
};
