import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** Decorators for answers: every field states unit, range and an example, so that the document can be used alone. */
type Extra = ApiPropertyOptions & { nullable?: boolean };

const numeric =
  (range: ApiPropertyOptions, unit: string) =>
  (description: string, example: number | null, extra: Extra = {}): PropertyDecorator =>
    ApiProperty({
      type: Number,
      ...range,
      description: `${description} ${unit}`,
      example,
      ...extra,
    } as ApiPropertyOptions);

const nullable = { nullable: true } as const;

/** 0..100; null where nothing was measured. */
export const Score100 = (description: string, example = 71.4): PropertyDecorator =>
  numeric({ minimum: 0, maximum: 100 }, '0..100, higher is better; null where nothing was measured.')(
    description,
    example,
    nullable,
  );

/** 0..10; null where nothing was measured. */
export const Score10 = (description: string, example = 7.1): PropertyDecorator =>
  numeric({ minimum: 0, maximum: 10 }, '0..10; null where nothing was measured.')(
    description,
    example,
    nullable,
  );

export const Percentage = (description: string, example = 62.5): PropertyDecorator =>
  numeric({ minimum: 0, maximum: 100 }, 'Percent, 0..100; null where nothing was measured.')(
    description,
    example,
    nullable,
  );

/** A measured number with its own unit and range. */
export const Measured = (
  description: string,
  unit: string,
  example: number,
  range: { minimum?: number; maximum?: number } = { minimum: 0 },
): PropertyDecorator =>
  numeric(range, `${unit}; null where nothing was measured.`)(description, example, nullable);

/** A number that is always there. */
export const Amount = (
  description: string,
  unit: string,
  example: number,
  range: { minimum?: number; maximum?: number } = { minimum: 0 },
): PropertyDecorator => numeric(range, `${unit}.`)(description, example);

/** A number that may be null, for a reason that the description states. */
export const OptionalAmount = (description: string, unit: string, example: number): PropertyDecorator =>
  numeric({ minimum: 0 }, `${unit}.`)(description, example, nullable);

export const Count = (description: string, example = 12): PropertyDecorator =>
  ApiProperty({ type: 'integer', minimum: 0, description: `${description} Count.`, example });

export const Instant = (description: string, extra: Extra = {}): PropertyDecorator =>
  ApiProperty({
    type: String,
    format: 'date-time',
    description: `${description} ISO 8601 with offset.`,
    example: '2026-11-20T10:15:00.000Z',
    ...extra,
  });

export const DateOnly = (description: string): PropertyDecorator =>
  ApiProperty({
    type: String,
    format: 'date',
    description: `${description} YYYY-MM-DD in the organization's time zone.`,
    example: '2026-11-20',
  });

export const Uuid = (description: string): PropertyDecorator =>
  ApiProperty({
    type: String,
    format: 'uuid',
    description,
    example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30',
  });

export const OptionalUuid = (description: string): PropertyDecorator =>
  ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description,
    example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30',
  });

export const Text = (description: string, example: string | null, extra: Extra = {}): PropertyDecorator =>
  ApiProperty({ type: String, description, example, ...extra });

/** A string that may be null. */
export const OptionalText = (description: string, example: string): PropertyDecorator =>
  Text(description, example, nullable);

export const Flag = (description: string, example: boolean, extra: Extra = {}): PropertyDecorator =>
  ApiProperty({ type: Boolean, description, example, ...extra });

export const OneOf = (values: readonly string[], description: string, extra: Extra = {}): PropertyDecorator =>
  ApiProperty({
    type: String,
    enum: [...values, ...(extra.nullable === true ? [null] : [])],
    description,
    example: values[0],
    ...extra,
  });
