// Spans on their way to a collector. The SDK is loaded only where an endpoint is configured.
import type { Tracer } from '@opentelemetry/api';
import { PermanentError } from '../decider/errors.ts';
import { agentsFor } from '../http/client/agents.ts';
import type { ProxyEnvironment } from '../http/client/agents.ts';

export interface Exported {
  /** None without an endpoint: then nothing is traced. */
  readonly tracer?: Tracer;
  /** Sends what is left; never fails. */
  readonly close: () => Promise<void>;
}

interface Destination {
  readonly service: string;
  readonly instance: string;
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string | undefined;
  /** By which an endpoint outside of this machine is reached. */
  readonly proxies: ProxyEnvironment;
}

const EXPORT_WITHIN_MS = 2_000;

/** @throws PermanentError, code CONFIG, if there is an endpoint and the SDK is not installed. */
export const otlpTraces = async (destination: Destination): Promise<Exported> => {
  const { service, instance, endpoint, proxies } = destination;
  if (endpoint === undefined) return { close: () => Promise.resolve() };
  const { resourceFromAttributes, BatchSpanProcessor, TracerProvider, OTLPTraceExporter } = await load();
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const { httpAgent, httpsAgent } = agentsFor(url, proxies);
  const exporter = new OTLPTraceExporter({
    url,
    timeoutMillis: EXPORT_WITHIN_MS,
    httpAgentOptions: (protocol) => (protocol === 'https:' ? httpsAgent : httpAgent),
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': instance }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return { tracer: provider.getTracer('saga-lab'), close: () => provider.shutdown().catch(() => undefined) };
};

const load = async () => {
  try {
    const [resources, sdk, exporter] = await Promise.all([
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { ...resources, ...sdk, ...exporter };
  } catch (cause) {
    const what = 'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the OpenTelemetry SDK is not installed';
    throw new PermanentError('CONFIG', `${what}: run npm install without --omit=optional`, { cause });
  }
};
