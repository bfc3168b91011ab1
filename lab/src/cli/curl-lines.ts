// What to type next: requests that work as they are printed.
import { resolve } from 'node:path';
import { quoted } from '@saga-lab/launcher/command/shell';
import type { System } from '@saga-lab/launcher/system/running-system';

export const curlLines = (system: System, dataDir: string): readonly string[] => {
  const url = (service: string, path: string) => `${system.url(service)}${path}`;
  const json = `-H 'Content-Type: application/json'`;
  const admin = `-H "Authorization: Bearer $TOKEN"`;
  const stateFile = quoted(resolve(dataDir, 'system.json'));
  const order = `{"customerId":"grace","lines":[{"sku":"kettle","quantity":2}]}`;
  return [
    '',
    'The lab stays up until Ctrl-C. Try, in a second terminal (money in cents):',
    '',
    `TOKEN=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).adminToken' ${stateFile})`,
    `curl -X PUT ${url('inventory-service', '/stock/kettle')} ${admin} ${json} -d '{"onHand":10,"unitPrice":2500}'`,
    `curl -X PUT ${url('payment-service', '/accounts/grace')} ${admin} ${json} -d '{"opening":20000}'`,
    `ORDER=$(curl -s -X POST ${url('order-service', '/orders')} ${json} -H "Idempotency-Key: $(date +%s%N)" -d '${order}' | node -p 'JSON.parse(fs.readFileSync(0)).orderId')`,
    `curl ${url('order-service', '/orders/$ORDER')}`,
    `curl ${url('saga-orchestrator', '/sagas/$ORDER')}`,
    `curl -X POST ${url('order-service', '/orders/$ORDER/cancel')}   # 409 once it is approved`,
    '',
    ...Object.keys(system.urls()).map((service) => `${url(service, '/docs')}   ${service}`),
    '',
  ];
};
