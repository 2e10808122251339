import { ValidateBy } from 'class-validator';
import { isTimeZone } from './domain/time-zone.js';

export const IsTimeZone = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTimeZone',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isTimeZone(value),
      defaultMessage: () => '$property must be the IANA name of a time zone, such as Europe/Berlin or UTC',
    },
  });
