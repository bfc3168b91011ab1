// What a new service is called, in all the ways in which names are written here.
export interface Names {
  /** `parcel-service` */
  readonly service: string;
  /** `parcel`: its thing, and the category of its streams. */
  readonly noun: string;
  /** `Parcel` */
  readonly Noun: string;
  /** `PARCEL_SERVICE` */
  readonly constant: string;
}

/** From `parcel`. @throws Error that says what a name must look like */
export const namesOf = (noun: string): Names => {
  if (!/^[a-z]{2,30}$/.test(noun))
    throw new Error(`"${noun}" is no name for a new service: give one noun in small letters, such as parcel`);
  return {
    service: `${noun}-service`,
    noun,
    Noun: noun.charAt(0).toUpperCase() + noun.slice(1),
    constant: `${noun.toUpperCase()}_SERVICE`,
  };
};

/** A template with its names filled in: `__service__`, `__noun__` and `__Noun__`. */
export const filledIn = (template: string, { service, noun, Noun }: Names): string =>
  template.replaceAll('__service__', service).replaceAll('__noun__', noun).replaceAll('__Noun__', Noun);
