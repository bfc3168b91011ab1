// What tests need to know of the settings of a service, read off its schema.
import type { commonSettings } from '@saga-lab/platform/service/config';
import type { ServiceName } from '@saga-lab/contracts/services';
import { services } from '../settings/services.ts';

export const schemas = Object.fromEntries(
  Object.entries(services).map(([name, { settings: schema }]) => [name, schema]),
) as Record<ServiceName, typeof commonSettings>;

/** Enough to be accepted. */
export const goodSettings = {
  ADMIN_TOKEN: 'k7Qp2mXz9RtVw4Lc',
  MONGO_URL: 'mongodb://nowhere/lab',
  RABBITMQ_URL: 'amqp://nobody:none@nowhere/lab',
};

export interface NumberSetting {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** Every setting that is a number, with its bounds as its own refusal tells them. */
export const numbersOf = ({ shape }: typeof commonSettings): NumberSetting[] =>
  Object.entries(shape).flatMap(([name, setting]) => {
    const message = setting.safeParse('NaN').error?.issues[0]?.message ?? '';
    const [, min, max] = /^must be a whole number from (\d+) to (\d+)$/.exec(message) ?? [];
    return min === undefined ? [] : [{ name, min: Number(min), max: Number(max) }];
  });
