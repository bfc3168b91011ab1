// What every order holds of the stock, for reading.
import { ReservationDto } from '@saga-lab/contracts/dtos/inventory';
import { categories } from '@saga-lab/contracts/streams';
import { Id } from '@saga-lab/contracts/primitives';
import type { RecordedEvent } from '@saga-lab/platform/decider/decider';
import type { Projection } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { evolveReservation } from '../domain/reservation.ts';
import type { Reservation, ReservationEvent } from '../domain/reservation.ts';

export type ReservationDocument = ViewDocument & Reservation;

export const reservations = {
  view: 'reservations',
  category: categories.reservation,
  apply: (document: ReservationDocument | undefined, event: RecordedEvent) =>
    event.type === 'CommandAnswered' ? document : evolveReservation(document, event as ReservationEvent),
} satisfies Projection<ReservationDocument>;

export const reservationResource = {
  name: 'reservation of order',
  path: '/reservations',
  id: { orderId: Id },
  item: ReservationDto,
  show: ({ _id, ...rest }: ReservationDocument): ReservationDto => ({ orderId: _id, ...rest }),
  projection: reservations,
};
