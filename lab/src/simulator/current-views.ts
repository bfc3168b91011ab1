// The read models of a service as they are read now, by their names, wherever they are since they were made anew.
import type { ServiceName } from '@saga-lab/contracts/services';
import { placesInUse, viewsAt } from '@saga-lab/platform/runtime/read-models/places';
import type { ReadViews } from '@saga-lab/platform/runtime/read-models/places';
import type { Views } from '@saga-lab/platform/views/views';
import { projections } from '../rebuild/services.ts';

export const currentViews = async (service: ServiceName, views: Views): Promise<ReadViews> => {
  const places = placesInUse(projections[service], views);
  await places.refresh();
  return viewsAt(views, places.placeOf);
};
