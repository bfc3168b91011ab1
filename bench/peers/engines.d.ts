// What of the engines is used here: so the rest of the project is checked without them being installed.

declare module '@dbos-inc/dbos-sdk' {
  interface Config {
    readonly name: string;
    readonly systemDatabaseUrl: string;
    readonly systemDatabasePoolSize: number;
    readonly logLevel: string;
  }
  export const DBOS: {
    setConfig(config: Config): void;
    launch(): Promise<void>;
    registerWorkflow<Args extends readonly unknown[], Result>(
      workflow: (...args: Args) => Promise<Result>,
      config: { readonly name: string },
    ): (...args: Args) => Promise<Result>;
    /** The returned function resolves when the database has the workflow, before it has ended. */
    startWorkflow<Args extends readonly unknown[], Result>(
      workflow: (...args: Args) => Promise<Result>,
      params: { readonly workflowID: string },
    ): (...args: Args) => Promise<{ getResult(): Promise<Result> }>;
    /** Its result is kept: a workflow that is recovered does not do it again. */
    runStep<Result>(step: () => Promise<Result>, config: StepConfig): Promise<Result>;
  };
  interface StepConfig {
    readonly name: string;
    readonly retriesAllowed: boolean;
  }
}

declare module '@restatedev/restate-sdk' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
  export interface Context {
    /** Its result is kept before it resolves: a handler that is run again does not do it again. */
    run<Result>(name: string, action: () => Promise<Result>): Promise<Result>;
  }
  interface Definition {
    readonly name: string;
  }
  export const service: (definition: {
    readonly name: string;
    readonly handlers: Readonly<Record<string, (context: Context, input: never) => Promise<unknown>>>;
  }) => Definition;
  export const createEndpointHandler: (options: {
    readonly services: readonly Definition[];
    readonly logger: () => void;
  }) => (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => void;
}
