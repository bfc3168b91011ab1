// The process of the inventory service, on its own MongoDB and on RabbitMQ.
import { realPorts } from '@saga-lab/platform/service/real-ports';
import { run } from '@saga-lab/platform/service/run';
import { name } from './component.ts';
import { configOf } from './config.ts';
import { service } from './service.ts';

await run(name, async () => {
  const config = configOf();
  const { ports, close } = await realPorts(name, config);
  return { ...service({ config, ...ports }), close };
});
