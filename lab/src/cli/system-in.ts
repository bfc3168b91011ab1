// The running system that a command of the lab is about.
import { attachedSystem } from '@saga-lab/launcher/system/attached';
import type { AttachedSystem } from '@saga-lab/launcher/system/attached';
import { serviceNames } from '@saga-lab/contracts/services';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { runningSystem } from '@saga-lab/launcher/system/state-file';
import type { SystemState } from '@saga-lab/launcher/system/state-file';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import { silentServices } from '../client/silent-services.ts';

/** What has to be known of a system: of one at SAGA_LAB_SYSTEM it is less. */
export type KnownSystem = Pick<SystemState, 'adminToken' | 'broker' | 'urls' | 'parts'> &
  Partial<Pick<SystemState, 'engine' | 'launcher'>>;

/**
 * The system in that directory; without one, that at SAGA_LAB_SYSTEM, or else that in `.data`.
 * @throws ExitError 69 if no system runs there, 78 if SAGA_LAB_SYSTEM is set and wrong.
 */
export const systemIn = async (dataDir: string | undefined): Promise<KnownSystem> => {
  const attached = dataDir === undefined ? attachedSystem() : undefined;
  if (!attached) return ofLauncher(dataDir ?? defaultDataDir);
  await silentServices(attached); // refuses a wrong token, which would only show as numbers that nobody knows
  return knownFrom(attached);
};

export const knownFrom = ({ urls, adminToken, broker }: AttachedSystem): KnownSystem => {
  const services = serviceNames.map((name) => ({ name, url: urls[name] }));
  if (!broker) return { urls, adminToken, parts: services };
  const { protocol, host, pathname } = new URL(broker.e2eUrl);
  const part = { name: 'broker', url: `${protocol}//${host}${pathname}` };
  return { urls, adminToken, broker, parts: [...services, part] };
};

const ofLauncher = (dataDir: string): SystemState => {
  const state = runningSystem(dataDir);
  if (state) return state;
  throw new ExitError(
    exitCodes.missing,
    `No system runs: there is no live launcher behind ${dataDir}/system.json. Start one: npm start`,
  );
};
