// The routes of every service, as its own OpenAPI description has them.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { ScenarioRun } from '../../stage/scenario-run.ts';

/** As far as these services use JSON Schema. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  /** One of several. */
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly unknown[];
}

export interface DescribedRoute {
  readonly service: ServiceName;
  /** In capitals. */
  readonly method: string;
  /** `/orders/{orderId}` */
  readonly path: string;
  readonly isAdmin: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly statuses: readonly number[];
}

export const routesOf = async (run: ScenarioRun): Promise<readonly DescribedRoute[]> =>
  (await Promise.all(serviceNames.map((service) => describedBy(run, service)))).flat();

const describedBy = async (
  { lab }: ScenarioRun,
  service: ServiceName,
): Promise<readonly DescribedRoute[]> => {
  const { body } = await lab.ask(service, { method: 'get', path: '/openapi.json' });
  const { paths } = body as { paths: Record<string, Record<string, Operation>> };
  expect(paths, service).to.include.keys('/openapi.json', '/commits');
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      service,
      method: method.toUpperCase(),
      path,
      isAdmin: operation.security !== undefined,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json'].schema,
      statuses: Object.keys(operation.responses).map(Number),
    })),
  );
};

export const nameOf = ({ service, method, path }: DescribedRoute): string => `${service}: ${method} ${path}`;

/** `value` gets the name of each parameter of the path. */
export const pathWith = (path: string, value: (name: string) => string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => value(name));

/** One after the other, and all services at the same time. */
export const ofEachService = async (
  routes: readonly DescribedRoute[],
  work: (route: DescribedRoute) => Promise<void>,
): Promise<void> => {
  const inTurn = async (own: readonly DescribedRoute[]): Promise<void> => {
    for (const route of own) await work(route);
  };
  await Promise.all(
    serviceNames.map((service) => inTurn(routes.filter((route) => route.service === service))),
  );
};
