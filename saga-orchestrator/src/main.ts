// The process of the orchestrator, on its own MongoDB and on RabbitMQ.
import { realPorts } from '@saga-lab/platform/service/real-ports';
import { run } from '@saga-lab/platform/service/run';
import { name } from './component.ts';
import { configOf } from './config.ts';
import { validate } from './saga/validate.ts';
import { orderFulfilment } from './sagas/order-fulfilment/order-fulfilment.ts';
import { service } from './service.ts';

await run(name, async () => {
  const config = configOf();
  validate(orderFulfilment); // before anything is connected: a wrong table is told at once
  const { ports, close } = await realPorts(name, config);
  return { ...service({ config, ...ports }), close };
});
