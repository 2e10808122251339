import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNumber, IsObject, Matches, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Amount, Text } from '../openapi/fields.js';

const Weight =
  (of: string, example: number): PropertyDecorator =>
  (target, key) => {
    Amount(`Weight of ${of}.`, 'Share, 0..1; the four sum to 1', example, { minimum: 0, maximum: 1 })(
      target,
      key,
    );
    IsNumber()(target, key);
    Min(0)(target, key);
    Max(1)(target, key);
  };

export class NewWeightsDto {
  @Weight('effectiveness', 0.4)
  effectiveness: number;

  @Weight('effort', 0.3)
  effort: number;

  @Weight('efficiency', 0.2)
  efficiency: number;

  @Weight('empathy', 0.1)
  empathy: number;
}

/** Weights that do not sum to 1 would stretch CSI beyond its scale. */
const SumToOne = (): PropertyDecorator =>
  ValidateBy({
    name: 'sumToOne',
    validator: {
      validate: (value: unknown) => {
        const sum = Object.values(value ?? {}).reduce<number>((all, each) => all + Number(each), 0);
        return Math.abs(sum - 1) < 1e-6;
      },
      defaultMessage: () => '$property must sum to 1',
    },
  });

export class ChangeWeightProfileDto {
  @ApiProperty({ type: NewWeightsDto, description: 'What each pillar counts in the CSI; they sum to 1.' })
  @IsObject()
  @ValidateNested()
  @Type(() => NewWeightsDto)
  @SumToOne()
  weights: NewWeightsDto;
}

export class CreateWeightProfileDto extends ChangeWeightProfileDto {
  @Text('Its name: 1 to 60 letters, digits, blanks, and . _ -', 'support first', { maxLength: 60 })
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, {
    message: '$property must be 1 to 60 letters, digits, blanks, and . _ -, beginning with a letter or digit',
  })
  name: string;
}
