// A Docker engine that answers, whoever started it.
import type { Environment } from '@saga-lab/platform/service/config';
import { programPath } from '../../processes/programs.ts';
import type { Commands } from './commands.ts';

export interface Engine {
  readonly version: string;
  /** Nobody else's: whatever is in it may go. */
  readonly isPrivate: boolean;
  /** What every docker command needs to find it. */
  readonly env: Environment;
  readonly stop: () => Promise<void>;
}

/** `undefined` if none answers. */
export const engineVersion = async (commands: Commands, env: Environment): Promise<string | undefined> => {
  if (programPath('docker') === undefined) return undefined;
  const asked = await commands.tried(['docker', 'version', '--format', '{{.Server.Version}}'], { env });
  return asked.code === 0 && asked.stdout !== '' ? asked.stdout : undefined;
};
