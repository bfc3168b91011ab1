// A system without services: broker and databases alone, watched and cleaned up like any other, for those that bring processes of their own.
import type { Infrastructure } from '../engine/real-engine.ts';
import { startReal } from '../engine/real-engine.ts';
import { provideInfrastructure } from './infrastructure.ts';
import type { System } from './running-system.ts';
import { startSystem } from './system.ts';
import type { SystemOptions } from './system.ts';

export interface Servers {
  readonly servers: System;
  readonly infrastructure: Infrastructure;
}

export const startServers = async (
  options: Pick<SystemOptions, 'dataDir' | 'log' | 'isCluster'>,
): Promise<Servers> => {
  let infrastructure: Infrastructure | undefined;
  const servers = await startSystem({
    ...options,
    engine: 'real',
    makeEngine: async (engineOptions) => {
      infrastructure = await provideInfrastructure(engineOptions);
      return startReal(engineOptions, { infrastructure, programs: {} });
    },
  });
  if (!infrastructure) throw new Error('the servers run without addresses');
  return { servers, infrastructure };
};
