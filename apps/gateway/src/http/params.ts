import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { isCalendarDate } from './calendar-date.js';

/** Decorators for query parameters. Values are read strictly: no exponents, no hexadecimal, no blanks, no "10abc". */
const optional = (options: ApiPropertyOptions): PropertyDecorator =>
  applyDecorators(IsOptional(), ApiPropertyOptional(options));

const plainNumber = (pattern: RegExp): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && pattern.test(value) ? Number(value) : value,
  );

export const QueryInt = (
  description: string,
  range: { min: number; max: number; example: number; fallback?: number },
): PropertyDecorator =>
  applyDecorators(
    optional({
      type: 'integer',
      description,
      minimum: range.min,
      maximum: range.max,
      example: range.example,
      ...(range.fallback === undefined ? {} : { default: range.fallback }),
    }),
    plainNumber(/^\d{1,15}$/),
    IsInt({ message: '$property must be a whole number in plain digits' }),
    Min(range.min),
    Max(range.max),
  );

export const QueryNumber = (
  description: string,
  range: { min: number; max: number; example: number },
): PropertyDecorator =>
  applyDecorators(
    optional({
      type: Number,
      description,
      minimum: range.min,
      maximum: range.max,
      example: range.example,
    }),
    plainNumber(/^-?\d{1,9}(\.\d{1,12})?$/),
    IsNumber({}, { message: '$property must be a plain decimal number' }),
    Min(range.min),
    Max(range.max),
  );

export const IsCalendarDate = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCalendarDate',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isCalendarDate(value),
      defaultMessage: () => '$property must be a date of the calendar as YYYY-MM-DD',
    },
  });

export const QueryDate = (description: string): PropertyDecorator =>
  applyDecorators(
    optional({ type: String, format: 'date', description, example: '2026-11-20' }),
    IsCalendarDate(),
  );

export const QueryText = (description: string, example: string, maxLength = 200): PropertyDecorator =>
  applyDecorators(
    optional({ type: String, description, example, minLength: 1, maxLength }),
    IsString(),
    Length(1, maxLength),
    // PostgreSQL can't store it, so nothing can match it.
    Matches(/^[^\0]*$/, { message: '$property must not contain U+0000' }),
  );

export const QueryEnum = (
  values: readonly string[],
  description: string,
  fallback?: string,
): PropertyDecorator =>
  applyDecorators(
    optional({
      type: String,
      enum: [...values],
      description,
      example: values[0],
      ...(fallback === undefined ? {} : { default: fallback }),
    }),
    IsIn(values),
  );

export const QueryUuid = (description: string): PropertyDecorator =>
  applyDecorators(
    optional({
      type: String,
      format: 'uuid',
      description,
      example: '3f8c1f7e-52f1-8a94-9d0e-2b1a7c5e4d30',
    }),
    IsUUID('all'),
  );
