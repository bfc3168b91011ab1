// What tests need to know of the settings of a service, read off its schema.
import { settings as inventory } from '@saga-lab/inventory-service/config';
import { settings as order } from '@saga-lab/order-service/config';
import { settings as payment } from '@saga-lab/payment-service/config';
import type { commonSettings } from '@saga-lab/platform/service/config';
import { settings as orchestrator } from '@saga-lab/saga-orchestrator/config';
import type { ServiceName } from '@saga-lab/contracts/services';

export const schemas: Record<ServiceName, typeof commonSettings> = {
  'order-service': order,
  'payment-service': payment,
  'inventory-service': inventory,
  'saga-orchestrator': orchestrator,
};

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
    const told = setting.safeParse('NaN').error?.issues[0]?.message ?? '';
    const [, min, max] = /^must be a whole number from (\d+) to (\d+)$/.exec(told) ?? [];
    return min === undefined ? [] : [{ name, min: Number(min), max: Number(max) }];
  });
