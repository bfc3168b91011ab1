// The peer without any guarantee: it keeps nothing, and repeats nothing. What is underway when it ends is lost, with stock reserved and money taken.
import { caller } from './call.ts';
import { serve } from './http.ts';
import { runProcess } from './process.ts';
import { fulfil } from './saga.ts';
import type { PeerOrder } from './saga.ts';
import type { OrchestratorSettings } from './talk.ts';

runProcess(async (settings: OrchestratorSettings, tellEnded) => {
  const call = caller(settings);
  const url = await serve({
    '/orders': (order: PeerOrder) => {
      void fulfil((step) => call(order, step)).then(() => tellEnded(order.orderId));
      return Promise.resolve({ orderId: order.orderId });
    },
  });
  return { url: `${url}/orders`, servers: [] };
});
