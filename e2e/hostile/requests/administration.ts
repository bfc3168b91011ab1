// Administration without the token, and bad orders of those who have it.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { asked, at, bearer } from './case.ts';
import type { BadRequest, Group } from './case.ts';

const missing = [404, 'NOT_FOUND'] as const;

export const tokens: Group = {
  theme: 'administration without the token',
  cases: ({ adminToken }) => {
    const routes: readonly (readonly [ServiceName, string])[] = [
      ['payment-service', 'PUT /accounts/ada'],
      ['inventory-service', 'PUT /stock/lamp'],
      ['saga-orchestrator', 'POST /sagas/nobody/abort'],
      ['order-service', 'GET /commits'],
      ['order-service', 'GET /snapshots'],
      ['order-service', 'POST /snapshots/drop'],
    ];
    const bearers = [
      '',
      'Bearer',
      'Bearer ',
      'Bearer 0123456789abcdef',
      `Basic ${adminToken}`,
      `Bearer ${adminToken}x`,
      `Bearer ${adminToken.slice(1)}`,
      `bearer  ${adminToken}`,
      `Bearer ${adminToken}, Bearer ${adminToken}`,
    ];
    const heads = [[], ...bearers.map((each) => [each]), [`Bearer ${adminToken}`, 'Bearer x']];
    return routes.flatMap(([service, start]) =>
      at(service, [
        ...heads.map((values) =>
          asked(start, [401, 'UNAUTHORIZED'], { lines: values.map((value) => `Authorization: ${value}`) }),
        ),
        asked(start, [431, 'HEADERS_TOO_LARGE'], {
          lines: [`Authorization: Bearer ${'x'.repeat(100_000)}`],
        }),
      ]),
    );
  },
};

const amounts = ['-1', '0.5', '1e309', '9007199254740993', '"1"', 'null', 'true', '[1]', '{"$gt":0}'];
const unwritten = ['01', '0x1', '1.', 'NaN', 'Infinity'];

export const administration: Group = {
  theme: 'bad orders of the administrator',
  cases: (context) => {
    const put = (path: string, body: string, naming: string): BadRequest =>
      asked(`PUT ${path}`, [400, naming], { body, lines: [bearer(context)] });
    return [
      ...at('payment-service', [
        ...amounts.map((amount) => put('/accounts/ada', `{"opening":${amount}}`, '"opening"')),
        ...unwritten.map((amount) => put('/accounts/ada', `{"opening":${amount}}`, 'INVALID_JSON')),
        put('/accounts/ada', '{}', '"opening"'),
        put('/accounts/ada', '{"opening":1,"balance":9}', '"balance"'),
        put('/accounts/ada', '{"opening":1,"opening":9}', '"opening"'),
        put(`/accounts/${'x'.repeat(65)}`, '{"opening":1}', '"customerId"'),
        ...['a%2fb', '.', '..'].map((id) => put(`/accounts/${id}`, '{"opening":1}', '"customerId"')),
      ]),
      ...at('inventory-service', [
        ...amounts.flatMap((amount) => [
          put('/stock/lamp', `{"onHand":${amount},"unitPrice":1}`, '"onHand"'),
          put('/stock/lamp', `{"onHand":1,"unitPrice":${amount}}`, '"unitPrice"'),
        ]),
        put('/stock/lamp', '{"onHand":1}', '"unitPrice"'),
        put('/stock/lamp', '{"onHand":1,"unitPrice":1000000000}', '"unitPrice"'),
        put('/stock/lamp', '{"onHand":1,"unitPrice":1,"available":1}', '"available"'),
        ...['%00', '.', '..'].map((id) => put(`/stock/${id}`, '{"onHand":1,"unitPrice":1}', '"sku"')),
      ]),
    ];
  },
};

const reasons = ['""', '"  "', '1', 'null', '["x"]', '{"$ne":1}', `"${'x'.repeat(501)}"`];
const names = ['', 'a b', 'a\tb', 'schl\u00fcssel', 'x'.repeat(65)];

export const operators: Group = {
  theme: 'bad acts of an operator',
  cases: (context) => {
    const act = (start: string, expected: readonly [number, string], body?: string, ...lines: string[]) =>
      asked(`POST ${start}`, expected, {
        lines: [bearer(context), ...lines],
        ...(body !== undefined && { body }),
      });
    const acting = (start: string, body?: string) => [
      ...names.map((name) => act(start, [400, '"x-operator"'], body, `X-Operator: ${name}`)),
      act(start, [400, '"x-operator"'], body, 'X-Operator: eve', 'X-Operator: ada'),
    ];
    const explained = ['abort', 'resolve'].map((name) => `/sagas/nobody/${name}`);
    return [
      ...at('saga-orchestrator', [
        ...explained.flatMap((start) => [
          act(start, [400, '"body"']),
          act(start, [400, '"reason"'], '{}'),
          ...reasons.map((reason) => act(start, [400, '"reason"'], `{"reason":${reason}}`)),
          act(start, [400, '"by"'], '{"reason":"x","by":"eve"}'),
          ...acting(start, '{"reason":"x"}'),
          act(start, missing, '{"reason":"x"}'),
        ]),
        ...acting('/sagas/nobody/retry'),
        act('/sagas/nobody/retry', [400, '"body"'], '{"reason":"x"}'),
        ...['a%2fb', '.', '..'].map((id) => act(`/sagas/${id}/retry`, [400, '"sagaId"'])),
        act('/sagas/nobody/retry', missing),
        act('/sagas/nobody/complete', missing),
      ]),
      ...serviceNames.flatMap((service) =>
        at(service, [
          ...acting('/dead-letters/nobody/replay'),
          act('/dead-letters/nobody/replay', [400, '"body"'], '{"body":"{}"}'),
          act(`/dead-letters/${'x'.repeat(256)}/replay`, [400, '"id"']),
          act('/dead-letters/nobody/replay', missing),
        ]),
      ),
    ];
  },
};
