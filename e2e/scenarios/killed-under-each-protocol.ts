// A service dies in the middle of orders under each way to agree but the saga, on the same stock and the same account.
import { killedUnderEach } from '../stage/killed-under.ts';

const theyWait = 'all wait, and are agreed about by all services once it is back';

export default [
  killedUnderEach('saga-orchestrator', {
    position: 9,
    sentence:
      'The coordinator gets SIGKILL in the middle of orders under each protocol: under choreography, where it only listens, all end as if it were there; the others wait, and are agreed about by all services once it is back.',
  }),
  killedUnderEach('order-service', {
    position: 9,
    sentence:
      'order-service gets SIGKILL in the middle of orders under each protocol: what has been placed is agreed about by all services once it is back.',
  }),
  killedUnderEach('inventory-service', {
    position: 9,
    sentence: `inventory-service gets SIGKILL in the middle of orders under each protocol: ${theyWait}.`,
  }),
  killedUnderEach('payment-service', {
    position: 9,
    sentence: `payment-service gets SIGKILL in the middle of orders under each protocol: ${theyWait}.`,
  }),
];
