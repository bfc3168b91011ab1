// The messages of a protocol from what they are about: each type begins with the protocol's name, as in `2pc.Prepare`.
import { event } from '@saga-lab/contracts/message';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Message } from '@saga-lab/platform/decider/message';
import type * as z from 'zod';
import type { ProtocolMessage } from './protocol.ts';

/** A message by its short name: what it carries, who sends it, and who receives it. */
export interface MessageSpec {
  readonly data: z.ZodType;
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
  readonly published?: true;
}

type Specs = Readonly<Record<string, MessageSpec>>;

export const messagesOf = (protocol: string, specs: Specs): Readonly<Record<string, ProtocolMessage>> =>
  Object.fromEntries(
    Object.entries(specs).map(([name, { data, ...parties }]) => {
      const type = `${protocol}.${name}`;
      return [type, { schema: event(type, data), ...parties }];
    }),
  );

/** Any of the messages, as a role sees it: by its short name. */
export type MessageOf<S extends Specs> = {
  [Name in keyof S & string]: Message<Name, z.infer<S[Name]['data']>>;
}[keyof S & string];
