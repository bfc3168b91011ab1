// All scenarios, in the order in which a newcomer should meet them.
import { rushes } from '../scenarios/at-once.ts';
import { waitingOrders } from '../scenarios/waiting-orders.ts';
import { badLinks } from '../scenarios/bad-links.ts';
import { badClients } from '../scenarios/bad-clients.ts';
import { badMessages } from '../scenarios/bad-messages.ts';
import { badRequests } from '../scenarios/bad-requests.ts';
import {
  brokerRestarted,
  connectionsClosed,
  passwordChanged,
  tornTopology,
} from '../scenarios/broker-operated.ts';
import { brokerAlarm, brokerFrozen } from '../scenarios/broker-standing-still.ts';
import { cancelAfterApproval } from '../scenarios/cancel-after-approval.ts';
import { cancelWhilePending } from '../scenarios/cancel-while-pending.ts';
import { clocksApart } from '../scenarios/clocks-apart.ts';
import { cutOffs } from '../scenarios/cut-off.ts';
import { deadLinks } from '../scenarios/dead-links.ts';
import { crossedReplies } from '../scenarios/crossed-replies.ts';
import { earlyCompensation } from '../scenarios/early-compensation.ts';
import { everyMessageFiveTimes, everyMessageTwice } from '../scenarios/every-message-again.ts';
import { everyRoute } from '../scenarios/every-route.ts';
import { failingCompensation } from '../scenarios/failing-compensation.ts';
import { greedyClient } from '../scenarios/greedy-client.ts';
import { happyPath } from '../scenarios/happy-path.ts';
import {
  brokerKilled,
  brokerWiped,
  everythingKilled,
  mongodFrozen,
  mongodKilled,
} from '../scenarios/killed-servers.ts';
import { heapExhausted } from '../scenarios/heap-exhausted.ts';
import { killedServices } from '../scenarios/killed-service.ts';
import { lastItem } from '../scenarios/last-item.ts';
import { foreignReplies, replyAfterDeadline } from '../scenarios/late-and-foreign-replies.ts';
import { lostStart } from '../scenarios/lost-start.ts';
import { outOfStock } from '../scenarios/out-of-stock.ts';
import { participantDownAfterPivot, participantDownBeforePivot } from '../scenarios/participant-down.ts';
import { paymentDeclined } from '../scenarios/payment-declined.ts';
import { tooManyOrders } from '../scenarios/too-many-orders.ts';
import { pivotReplyLost } from '../scenarios/pivot-reply-lost.ts';
import { poisonMessage } from '../scenarios/poison-message.ts';
import { restoredBackup } from '../scenarios/restored-backup.ts';
import { rollingRestart } from '../scenarios/rolling-restart.ts';
import { sameRequestAgain } from '../scenarios/same-request-again.ts';
import { severalLines } from '../scenarios/several-lines.ts';
import { standingStill } from '../scenarios/standing-still.ts';
import { twoInstances } from '../scenarios/two-instances.ts';
import { unroutableMessage } from '../scenarios/unroutable-message.ts';
import { unknownCustomer } from '../scenarios/unknown-customer.ts';
import { unknownSku } from '../scenarios/unknown-sku.ts';
import type { OwnSystem, Scenario } from './define.ts';
import { isOwn } from './venue.ts';

export const catalogue: readonly Scenario[] = [
  happyPath,
  severalLines,
  outOfStock,
  paymentDeclined,
  cancelWhilePending,
  cancelAfterApproval,
  unknownSku,
  unknownCustomer,
  lastItem,
  ...rushes,
  sameRequestAgain,
  badRequests,
  everyRoute,
  badClients,
  poisonMessage,
  everyMessageTwice,
  everyMessageFiveTimes,
  badMessages,
  foreignReplies,
  crossedReplies,
  ...killedServices,
  waitingOrders,
  rollingRestart,
  earlyCompensation,
  replyAfterDeadline,
  participantDownBeforePivot,
  participantDownAfterPivot,
  pivotReplyLost,
  failingCompensation,
  lostStart,
  connectionsClosed,
  brokerRestarted,
  passwordChanged,
  tornTopology,
  unroutableMessage,
  brokerAlarm,
  brokerFrozen,
  brokerKilled,
  brokerWiped,
  mongodKilled,
  mongodFrozen,
  everythingKilled,
  restoredBackup,
  tooManyOrders,
  greedyClient,
  twoInstances,
  heapExhausted,
  ...deadLinks,
  ...cutOffs,
  ...badLinks,
  standingStill,
  clocksApart,
];

/** Every other kind of system than the usual one that a scenario asks for. */
export const kinds: readonly OwnSystem[] = [
  ...new Set(
    catalogue.flatMap(({ needs }) => (isOwn(needs) && needs !== 'a system of its own' ? [needs] : [])),
  ),
];
