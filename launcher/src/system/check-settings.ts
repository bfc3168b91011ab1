// The settings of all services, looked at before anything is started: what is wrong is told at once, by the name it was given under.
import { ConfigError } from '@saga-lab/platform/service/config';
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { handedOn } from '../settings/admin-token.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { holdPort } from '../processes/free-port.ts';
import { GIVEN_BROKER, GIVEN_DATABASES, givenBrokerUrl, givenMongoUrls } from '../settings/given-servers.ts';
import { portSetting, services } from '../settings/services.ts';
import type { EngineName } from './state-file.ts';

/** For services that connect to nothing, or to what is still to be started. */
export const nowhere = {
  MONGO_URL: 'mongodb://memory/lab',
  RABBITMQ_URL: 'amqp://memory:none@memory/lab',
};

type Given = Pick<EngineOptions, 'adminToken' | 'env' | 'envOf'>;

/** @throws ExitError 78 with one line that names every variable that is wrong, or whose port is not to be had. */
export const checkSettings = async (engine: EngineName, given: Given): Promise<void> => {
  const problems = serviceNames.flatMap((service) => problemsOf(service, { engine, ...given }));
  if (problems.length > 0)
    throw new ExitError(
      exitCodes.configuration,
      `Configuration: ${[...new Set(problems)].join('; ')} (.env.example explains every setting)`,
    );
  await checkPorts();
};

const problemsOf = (
  service: ServiceName,
  { engine, adminToken, env, envOf }: Given & { engine: EngineName },
) => {
  const addresses = engine === 'real' ? givenAddresses(service) : nowhere;
  try {
    services[service].configOf({
      ...process.env,
      ...addresses,
      HOST: undefined,
      INSTANCE: undefined,
      PORT: process.env[portSetting(service)],
      ...handedOn(adminToken),
      ...env,
      ...envOf?.[service],
    });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, says }) => `${givenName(variable, service)} ${says}`);
  }
};

/** What the launcher sets itself was given to it under another name. */
const givenName = (variable: string, service: ServiceName): string => {
  switch (variable) {
    case 'PORT':
      return portSetting(service);
    case 'MONGO_URL':
      return GIVEN_DATABASES;
    case 'RABBITMQ_URL':
      return GIVEN_BROKER;
    default:
      return variable;
  }
};

const givenAddresses = (service: ServiceName) => ({
  MONGO_URL: givenMongoUrls()[serviceNames.indexOf(service)] ?? nowhere.MONGO_URL,
  RABBITMQ_URL: givenBrokerUrl() ?? nowhere.RABBITMQ_URL,
});

/** All of them are held at once, so that one given twice is taken, too. */
const checkPorts = async (): Promise<void> => {
  const held: { release: () => Promise<void> }[] = [];
  try {
    for (const setting of serviceNames.map(portSetting)) {
      const port = Number(process.env[setting] || 0);
      if (port > 0)
        held.push(await holdPort(port).catch((error: unknown) => portTaken(setting, port, error)));
    }
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
};

const portTaken = (setting: string, port: number, error: unknown): never => {
  const { code = '' } = error as NodeJS.ErrnoException;
  throw new ExitError(
    exitCodes.configuration,
    `Port ${port} ${code === 'EADDRINUSE' ? 'is taken' : `cannot be had (${code})`}: set ${setting} to another one, or ` +
      'unset it, and a free one is chosen.',
  );
};
