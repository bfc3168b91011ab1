// A service that only keeps the launcher's agreement: says when it is ready, answers, ends when the launcher does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const { PORT = '0', STUB_CRASHES, STUB_WAITS_MS, INSTANCE } = process.env;

if (STUB_CRASHES === 'at-start') {
  process.stderr.write('cannot read the moon phase\n');
  process.exit(1);
}
if (STUB_CRASHES === 'configuration') process.exit(78);

if (STUB_WAITS_MS) {
  const until = Date.now() + Number(STUB_WAITS_MS);
  while (Date.now() < until) {
    process.send?.({ waiting: 'the tide is out' });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const server = createServer((request, response) => {
  if (request.url === '/crash') process.exit(1);
  response.end(JSON.stringify({ pid: process.pid, instance: INSTANCE }));
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ ready: `http://127.0.0.1:${port}` });
});

// A deaf one shows that nothing depends on the children's good will.
if (STUB_CRASHES === 'deaf') process.on('SIGTERM', () => undefined);
else process.once('disconnect', () => process.exit(0));
