// The process of the orchestrator, on its own MongoDB and on RabbitMQ.
import { realPorts } from '@saga-lab/platform/service/real-ports';
import { run } from '@saga-lab/platform/service/run';
import { configOf } from './config.ts';
import { service } from './service.ts';

const name = 'saga-orchestrator';

await run(name, async () => {
  const config = configOf();
  const { ports, close } = await realPorts(name, config);
  return { ...service({ config, ...ports }), close };
});
