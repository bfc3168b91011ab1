// Restate's server: private ports and data, and otherwise with the settings that it has by default: a replicated log on one node, whose
// records are on the disk before they count.
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { freePort } from '@saga-lab/launcher/processes/free-port';
import type { Process } from '../counters/processes.ts';
import { client } from './http.ts';
import { startServer } from '../contest/server.ts';
import type { OrchestratorSettings } from './talk.ts';

/** The package holds a program for each platform, and a script that starts it: here it is started itself, so that it can be measured. */
const programIn = (packages: string): string =>
  createRequire(packages).resolve(`@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`);

interface Ports {
  readonly node: number;
  readonly admin: number;
  readonly ingress: number;
}

const configuration = (dataDir: string, { node, admin, ingress }: Ports): string => `
node-name = "saga-lab"
cluster-name = "saga-lab"
base-dir = ${JSON.stringify(join(dataDir, 'data'))}
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = ${node}
disable-telemetry = true
log-filter = "warn"
log-disable-ansi-codes = true
[admin]
bind-port = ${admin}
disable-web-ui = true
[ingress]
bind-port = ${ingress}
`;

export interface RestateServer {
  readonly ingress: string;
  readonly admin: string;
  readonly server: Process;
  readonly stop: () => Promise<void>;
}

/** `packages`: a file among those that its package is installed for. @throws ExitError 69 if it does not come up */
export const startRestateServer = async (
  { dataDir, logFile }: Pick<OrchestratorSettings, 'dataDir' | 'logFile'>,
  packages: string,
): Promise<RestateServer> => {
  const ports = { node: await freePort(), admin: await freePort(), ingress: await freePort() };
  const configFile = join(dataDir, 'restate.toml');
  writeFileSync(configFile, configuration(dataDir, ports));
  const [ingress, admin] = [`http://127.0.0.1:${ports.ingress}`, `http://127.0.0.1:${ports.admin}`];
  const { get, close } = client();
  const { pid, stop } = await startServer({
    commandLine: [programIn(packages), '--no-logo', '--config-file', configFile],
    inside: { cwd: dataDir },
    logFile,
    isUp: async () => {
      await get(`${admin}/health`);
      await get(`${ingress}/restate/health`);
    },
    signal: 'SIGTERM',
  });
  close();
  return { ingress, admin, server: { name: 'restate-server', pid }, stop };
};
