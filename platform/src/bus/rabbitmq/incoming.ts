// A delivery as RabbitMQ brings it: what it says about itself beside its bytes must fit them.
import { CONTENT_TYPE } from '@saga-lab/contracts/envelope';
import type { ConsumeMessage } from 'amqplib';
import type { Decoded, Delivery } from '../bus.ts';
import { receive } from '../cloudevents.ts';

type Came = Pick<ConsumeMessage, 'content'> & {
  readonly properties: Readonly<
    Partial<Record<'contentType' | 'contentEncoding' | 'messageId', string | undefined>>
  >;
};

const STRUCTURED = new RegExp(`^${CONTENT_TYPE.replace('+', '\\+')}\\s*(;\\s*charset="?utf-8"?\\s*)?$`, 'i');

/** All other properties and headers are for the broker and its tools: nothing here goes by them. */
export const readIncoming = ({ content, properties }: Came): Pick<Delivery, 'bytes' | 'decoded'> => {
  const { bytes, decoded } = receive(content);
  const objection = objectionToForm(properties) ?? objectionToId(properties, decoded);
  return { bytes, decoded: objection === undefined ? decoded : { ok: false, reason: objection } };
};

/** Another type asks for another way of reading: in the binary mode of CloudEvents the bytes are the data alone. */
const objectionToForm = ({ contentType, contentEncoding }: Came['properties']): string | undefined => {
  if (!STRUCTURED.test(contentType ?? ''))
    return `AMQP content_type ${shown(contentType)} is not ${CONTENT_TYPE}`;
  if (contentEncoding !== undefined)
    return `AMQP content_encoding ${shown(contentEncoding)}: only plain bytes are read`;
  return undefined;
};

/** It is the name of the message in the broker's own tools, and must be the one that the services know it by. */
const objectionToId = ({ messageId }: Came['properties'], decoded: Decoded): string | undefined =>
  !decoded.ok || decoded.message.id === messageId
    ? undefined
    : `AMQP message_id ${shown(messageId)} is not the id of the event`;

const shown = (property: string | undefined): string => property?.slice(0, 100) ?? '(none)';
