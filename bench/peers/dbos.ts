// The peer DBOS: the saga as a workflow, each call of a participant as a step whose result PostgreSQL keeps.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { caller } from '../src/peers/call.ts';
import { serve } from '../src/peers/http.ts';
import { startPostgres } from '../src/peers/postgres.ts';
import { runProcess } from '../src/peers/process.ts';
import { fulfil } from '../src/peers/saga.ts';
import type { PeerOrder } from '../src/peers/saga.ts';
import type { OrchestratorSettings } from '../src/peers/talk.ts';

const CONNECTIONS = 20;

runProcess(async (settings: OrchestratorSettings, tellEnded) => {
  const postgres = await startPostgres(settings);
  const call = caller(settings);

  const saga = DBOS.registerWorkflow(
    (order: PeerOrder) =>
      fulfil((step) => DBOS.runStep(() => call(order, step), { name: step, retriesAllowed: true })),
    { name: 'saga' },
  );

  DBOS.setConfig({
    name: 'saga-lab',
    systemDatabaseUrl: postgres.url,
    systemDatabasePoolSize: CONNECTIONS,
    logLevel: 'error',
  });
  await DBOS.launch();
  const url = await serve({
    '/orders': async (order: PeerOrder) => {
      const started = await DBOS.startWorkflow(saga, { workflowID: order.orderId })(order);
      void started.getResult().then(() => tellEnded(order.orderId));
      return { orderId: order.orderId };
    },
  });
  return { url: `${url}/orders`, servers: [postgres.server], stop: postgres.stop };
});
