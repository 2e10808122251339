import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { Count } from '../openapi/fields.js';
import { QueryInt } from './params.js';
import { invalidParameter } from './problem.js';

export class PageSizeParams {
  @QueryInt('Rows on a page. The highest allowed is MAX_PAGE_SIZE of the installation.', {
    min: 1,
    max: 100,
    example: 20,
    fallback: 20,
  })
  page_size?: number;
}

export class PageParams extends PageSizeParams {
  @QueryInt('Page, from 1.', { min: 1, max: 1_000_000, example: 1, fallback: 1 })
  page?: number;
}

/** What every paged answer says of its place. */
export class PageInfo {
  @Count('Rows in all pages together.', 230)
  total: number;

  @Count('This page, from 1.', 1)
  page: number;

  @Count('Rows on a full page.', 20)
  page_size: number;

  @Count('Pages there are.', 12)
  total_pages: number;
}

export interface Page {
  readonly page: number;
  readonly size: number;
  readonly offset: number;
}

/** Page sizes are a matter of the installation: DEFAULT_PAGE_SIZE and MAX_PAGE_SIZE. */
@Injectable()
export class Paging {
  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  sizeOf(params: PageSizeParams): number {
    const size = params.page_size ?? this.config.DEFAULT_PAGE_SIZE;
    if (size > this.config.MAX_PAGE_SIZE) {
      throw invalidParameter('page_size', `must not be above ${String(this.config.MAX_PAGE_SIZE)}`);
    }
    return size;
  }

  pageOf(params: PageParams): Page {
    const size = this.sizeOf(params);
    const page = params.page ?? 1;
    return { page, size, offset: (page - 1) * size };
  }
}

export const pageInfo = (page: Page, total: number): PageInfo => ({
  total,
  page: page.page,
  page_size: page.size,
  total_pages: Math.ceil(total / page.size),
});
