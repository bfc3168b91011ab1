// A request as any client sends it: it may be broken off at any time, and then nobody knows what became of it.
import type { Ask, HttpRequest } from '@saga-lab/lab/client/request';
import { isNoAnswer } from '@saga-lab/lab/client/request';
import type { ServiceName } from '@saga-lab/contracts/services';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** `undefined`: no answer. */
export const send = async (
  ask: Ask,
  service: ServiceName,
  request: HttpRequest,
): Promise<Answer | undefined> => {
  try {
    const { status, body } = await ask(service, request);
    return { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  } catch (error) {
    if (isNoAnswer(error)) return undefined;
    throw error;
  }
};

/** A field of a JSON object; nothing where there is none. */
export const fieldOf = ({ body }: Answer, name: string): string | undefined => {
  try {
    const value = (JSON.parse(body) as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
};
