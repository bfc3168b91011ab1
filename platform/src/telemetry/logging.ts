// Logs as JSON lines on stdout; the same field names everywhere: saga, message, causation.
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Observation, Observer } from '../runtime/ports.ts';

export interface LogOptions {
  readonly service: string;
  readonly instance: string;
  readonly level: string;
  /** Where lines go; stdout unless told. */
  readonly destination?: DestinationStream;
}

/** Secrets do not reach the log: neither as fields nor inside the addresses that drivers put into error texts. */
export const createLogger = ({ service, instance, level, destination }: LogOptions): Logger =>
  pino(
    {
      level,
      base: { service, instance },
      timestamp: isoTime(),
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '***' },
      serializers: { err: (error: unknown) => withoutSecrets(error) },
    },
    linesOfOneTurn(destination ?? pino.destination(1)),
  );

/** As `isoTime` of pino, but lines of one millisecond share their text. */
const isoTime = (): (() => string) => {
  let at = NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) text = `,"time":"${new Date(now).toISOString()}"`;
    at = now;
    return text;
  };
};

const INFO = pino.levels.values['info'] ?? 0;

/** Lines of one turn are one write: one for each commit costs more than the line itself. What is worth a warning leaves at once. */
const linesOfOneTurn = (destination: DestinationStream): DestinationStream => {
  let lines = '';
  const flush = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') destination.write(text);
  };
  const stream = {
    /** Set by pino before each write, because of the symbol below. */
    lastLevel: 0,
    [Symbol.for('pino.metadata')]: true,
    write: (line: string): void => {
      if (lines === '') process.nextTick(flush);
      lines += line;
      if (stream.lastLevel > INFO) flush();
    },
  };
  return stream;
};

const SECRET_FIELDS = ['authorization', 'password', 'token', 'ADMIN_TOKEN', 'MONGO_URL', 'RABBITMQ_URL'];

/** Hides user and password in every address of a text. */
export const hideCredentials = (text: string): string => text.replaceAll(/\/\/[^@/\s]+@/g, '//***@');

const withoutSecrets = (error: unknown): unknown => {
  if (!(error instanceof Error)) return hideCredentials(String(error));
  const { name, message, stack = '' } = error;
  const cause = error.cause === undefined ? {} : { cause: withoutSecrets(error.cause) };
  return { name, message: hideCredentials(message), stack: hideCredentials(stack), ...cause };
};

/** Writes what the runtime tells about itself. */
export const logObserver = (logger: Logger): Observer => {
  // None of these fields has a name that is hidden; to look for such names in each line costs more than to write it.
  const lines = logger.child({}, { redact: { paths: [] } });
  return (observation) => {
    const level = LEVELS[observation.kind];
    if (!lines.isLevelEnabled(level)) return; // most of what is observed is worth no line, unless asked for
    lines[level](fieldsOf(observation), observation.kind);
  };
};

const LEVELS = {
  received: 'trace',
  inserting: 'trace',
  publishing: 'trace',
  published: 'trace',
  acking: 'trace',
  projected: 'trace',
  duplicate: 'debug',
  conflict: 'debug',
  'timers-dropped': 'debug',
  swept: 'debug',
  committed: 'info',
  'stepped-aside': 'info',
  resumed: 'info',
  refilled: 'info',
  'unknown-outcome': 'warn',
  unsent: 'warn',
  waiting: 'warn',
  refilling: 'warn',
  paused: 'warn',
  'dead-letter': 'error',
  'feed-ended': 'error',
} as const satisfies Record<Observation['kind'], string>;

const fieldsOf = (observation: Observation): object => {
  if (observation.kind === 'committed') {
    const { id: message, attributes, causationId: causation, type, events, sent } = observation;
    return {
      saga: attributes.sagaId,
      message,
      causation,
      type,
      events: events.map((event) => event.type),
      answers: sent.flatMap(({ answer }) => answer ?? []),
    };
  }
  const { kind: _kind, ...facts } = observation;
  return 'id' in observation ? { message: observation.id, ...facts, id: undefined } : facts;
};
