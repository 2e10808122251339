/** The same request for no more rows than the installation allows (MAX_PAGE_SIZE). */
export function withPageSize(request: Request, most: number): Request {
  const url = new URL(request.url);
  if (Number(url.searchParams.get('page_size')) <= most) return request;
  url.searchParams.set('page_size', String(most));
  return new Request(url, request);
}
