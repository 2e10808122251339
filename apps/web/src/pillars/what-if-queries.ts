import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import type { components } from '../api/generated/openapi';

type WhatIfQuestion = components['schemas']['AskWhatIfDto'];
export type WhatIf = components['schemas']['WhatIfDto'];

/** While a slider is dragged each question takes the place of the one before, which is cancelled. */
export const whatIfQuery = (question: WhatIfQuestion) =>
  queryOptions({
    queryKey: ['what-if', question],
    queryFn: ({ signal }) => dataOf(api.POST('/api/what-if', { body: question, signal })),
    placeholderData: keepPreviousData,
  });
