// How a saga may stand.
import * as z from 'zod';

export const SagaStatus = z.enum(['RUNNING', 'COMPENSATING', 'PARKED', 'COMPLETED', 'COMPENSATED']);
export type SagaStatus = z.infer<typeof SagaStatus>;

/** Of sagas that have not ended. */
export const openSagaStatuses = ['RUNNING', 'COMPENSATING', 'PARKED'] as const satisfies SagaStatus[];
