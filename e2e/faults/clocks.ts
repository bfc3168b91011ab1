// The clocks of the processes of services: each may be ahead of the machine's or behind it, and jump.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { EnvOf } from '@saga-lab/launcher/engine/engine';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Reporter } from '../stage/reporter.ts';

/** Milliseconds; negative: behind. */
export type ClockOffsets = Readonly<Partial<Record<ServiceName, number>>>;

export interface Clocks {
  /** For the launcher. */
  readonly envOf: EnvOf;
  /** Lets the clock of a service jump; resolves when it shows that. */
  readonly set: (service: ServiceName, ahead: number) => Promise<void>;
  readonly stop: () => void;
}

const preload = new URL('shifted-clock.mjs', import.meta.url).href;

export const openClocks = (from: ClockOffsets): Clocks => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-clocks-'));
  const fileOf = (service: ServiceName): string => join(dir, service);
  const write = (service: ServiceName, ahead: number): void => {
    writeFileSync(`${fileOf(service)}.new`, String(ahead));
    renameSync(`${fileOf(service)}.new`, fileOf(service));
  };
  const env = (service: ServiceName) => ({
    NODE_OPTIONS: `--import=${preload}`,
    CLOCK_FILE: fileOf(service),
  });
  for (const service of serviceNames) write(service, from[service] ?? 0);
  return {
    envOf: Object.fromEntries(serviceNames.map((service) => [service, env(service)])),
    set: (service, ahead) => {
      write(service, ahead);
      const shown = () => readFileSync(`${fileOf(service)}.shown`, 'utf8');
      return eventually(() => expect(shown()).to.equal(String(ahead))).then(() => undefined);
    },
    stop: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

export const clockFaultsOn = (clocks: Clocks | undefined, { reportAction }: Reporter) => ({
  /** Of the process of a service, against the machine's; ms, negative: behind. */
  setClock: async (service: ServiceName, ahead: number): Promise<void> => {
    if (!clocks)
      throw new Error('A scenario that sets clocks must say so: needs: { clocksAheadMs: { ... } }.');
    reportAction(`the clock of ${service} jumps: ${ahead / 1_000} s against that of the machine`);
    await clocks.set(service, ahead);
  },
});
