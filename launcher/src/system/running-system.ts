// A system that runs: its parts by name, its state file, and its end.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { runsAlready } from './data-dir.ts';
import type { Engine, EnginePart } from '../engine/engine.ts';
import { partName } from '../engine/engine.ts';
import type { Guard } from '../processes/marked.ts';
import { startTimeOf } from '../processes/process-time.ts';
import { createState, removeState, writeState } from './state-file.ts';
import type { EngineName, SystemPart, SystemState } from './state-file.ts';

export interface System {
  readonly engine: EngineName;
  readonly adminToken: string;
  /** Absent in the memory engine. */
  readonly broker: Engine['broker'];
  /** As they are now. */
  parts(): readonly SystemPart[];
  /** Base URL of the n-th instance of a service, counted from 1. */
  url(service: string, n?: number): string;
  /** Base URL of the first instance of each service. */
  urls(): Record<ServiceName, string>;
  /** Directory with all that a part keeps. @throws Error if it is no database that was started here */
  dataOf(part: string): string;
  /** SIGKILL by default. A signal that ends the part keeps it down and resolves when it is gone; others are just sent. */
  kill(part: string, signal?: NodeJS.Signals): Promise<void>;
  /** Resolves when it is ready again, at its old address. */
  start(part: string): Promise<void>;
  restart(part: string, signal?: NodeJS.Signals): Promise<void>;
  /** Called when a service crashed too often and everything was stopped, with the sentence that says why. */
  onCrash(listener: (detail: string) => void): void;
  /** In order, at most 10 s, then by force; `now`: by force at once. Idempotent. */
  stop(how?: 'now'): Promise<void>;
}

export interface SystemParts {
  readonly engine: EngineName;
  readonly adminToken: string;
  readonly dataDir: string;
  readonly guard: Guard;
  readonly log: (line: string) => void;
}

const STOP_WITHIN_MS = 10_000;

export class RunningSystem implements System {
  readonly engine: EngineName;
  readonly adminToken: string;
  readonly #given: SystemParts;
  readonly #listeners: ((detail: string) => void)[] = [];
  #running: Engine | undefined;
  #stopped: Promise<void> | undefined;

  /** @throws ExitError if another system has the data directory. */
  constructor(given: SystemParts) {
    this.engine = given.engine;
    this.adminToken = given.adminToken;
    this.#given = given;
    if (!createState(given.dataDir, this.#state)) throw runsAlready(given.dataDir);
  }

  get broker(): Engine['broker'] {
    return this.#running?.broker;
  }

  run(engine: Engine): void {
    this.#running = engine;
    this.record();
  }

  parts(): readonly SystemPart[] {
    return this.#parts.map(({ name, url, pid }) => ({ name, ...(url && { url }), ...(pid && { pid }) }));
  }

  url(service: string, n = 1): string {
    const { url } = this.#part(partName(service, n));
    if (url === undefined) throw new Error(`${partName(service, n)} has no address`);
    return url;
  }

  urls(): Record<ServiceName, string> {
    const running = serviceNames.filter((name) => this.#parts.some((part) => part.name === name));
    return Object.fromEntries(running.map((name) => [name, this.url(name)])) as Record<ServiceName, string>;
  }

  dataOf(part: string): string {
    const { data } = this.#part(part);
    if (data === undefined) throw new Error(`${part} is no database that was started here`);
    return data;
  }

  kill(part: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    return this.#part(part).kill(signal);
  }

  start(part: string): Promise<void> {
    return this.#part(part).start();
  }

  async restart(part: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.kill(part, signal);
    await this.start(part);
  }

  onCrash(listener: (detail: string) => void): void {
    this.#listeners.push(listener);
  }

  async stop(how?: 'now'): Promise<void> {
    this.#stopped ??= this.#stopInOrder();
    if (how === 'now') await this.#given.guard.sweep('now');
    await this.#stopped;
  }

  /** Stops everything, because a part will not come back. Before `run`, the start itself fails and says so. */
  fail(detail: string): void {
    if (!this.#running || this.#stopped) return;
    void this.stop().then(() => {
      for (const listener of this.#listeners) listener(detail);
    });
  }

  /** Writes the state file anew. */
  record(): void {
    if (!this.#stopped) writeState(this.#given.dataDir, this.#state);
  }

  get #state(): SystemState {
    const { engine, adminToken, guard } = this.#given;
    return {
      status: this.#running ? 'running' : 'starting',
      engine,
      mark: guard.mark,
      launcher: { pid: process.pid, startTime: startTimeOf(process.pid) ?? 'unknown' },
      adminToken,
      ...(this.broker && { broker: { e2eUrl: this.broker.e2eUrl } }),
      urls: this.urls(),
      parts: this.parts(),
    };
  }

  get #parts(): readonly EnginePart[] {
    return this.#running?.parts ?? [];
  }

  #part(name: string): EnginePart {
    const part = this.#parts.find((each) => each.name === name);
    if (part) return part;
    throw new Error(`There is no part ${name}, only: ${this.#parts.map((each) => each.name).join(', ')}`);
  }

  async #stopInOrder(): Promise<void> {
    const { guard, dataDir, log } = this.#given;
    const stopping = (this.#running?.stop() ?? Promise.resolve()).then(
      () => 'in order' as const,
      (error: unknown) => {
        log(`Stopping failed, so the rest is ended by force: ${String(error)}`);
        return 'late' as const;
      },
    );
    const outcome = await Promise.race([stopping, lateAfter(STOP_WITHIN_MS)]);
    await guard.sweep(outcome === 'late' ? 'now' : undefined);
    removeState(dataDir);
  }
}

const lateAfter = (ms: number): Promise<'late'> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve('late');
    }, ms).unref();
  });
