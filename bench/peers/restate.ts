// The peer Restate: the saga as a handler, each call of a participant as a durable side effect whose result its server keeps.
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createEndpointHandler, service } from '@restatedev/restate-sdk';
import type { Context } from '@restatedev/restate-sdk';
import { caller } from '../src/peers/call.ts';
import { client } from '../src/peers/http.ts';
import { runProcess } from '../src/peers/process.ts';
import { startRestateServer } from '../src/peers/restate-server.ts';
import { fulfil } from '../src/peers/saga.ts';
import type { PeerOrder } from '../src/peers/saga.ts';
import type { OrchestratorSettings } from '../src/peers/talk.ts';

runProcess(async (settings: OrchestratorSettings, tellEnded) => {
  const call = caller(settings);

  const orders = service({
    name: 'orders',
    handlers: {
      fulfil: async (restate: Context, order: PeerOrder) => {
        const end = await fulfil((step) => restate.run(step, () => call(order, step)));
        tellEnded(order.orderId);
        return end;
      },
    },
  });

  const endpoint = createServer(createEndpointHandler({ services: [orders], logger: () => undefined }));
  await once(endpoint.listen(0, '127.0.0.1'), 'listening');
  const { port } = endpoint.address() as AddressInfo;
  const { ingress, admin, server, stop } = await startRestateServer(settings, import.meta.filename);
  await client().post(`${admin}/deployments`, { uri: `http://127.0.0.1:${port}` });
  return { url: `${ingress}/orders/fulfil/send`, servers: [server], stop };
});
