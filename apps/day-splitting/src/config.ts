import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

export const daySplittingConfig = z.object(commonConfig);

export type DaySplittingConfig = z.infer<typeof daySplittingConfig>;
