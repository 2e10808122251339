import { expect, it } from 'vitest';
import { withPageSize } from './page-size';

it('asks for no more rows than the installation allows, and leaves every other request as it is', () => {
  const request = (search: string) => new Request(`http://localhost/api/conversations${search}`);
  const few = request('?page=2&page_size=20');
  const none = request('?page=2');
  expect(withPageSize(few, 20)).toBe(few);
  expect(withPageSize(none, 20)).toBe(none);
  expect(withPageSize(request('?page=2&page_size=50&topic=a%26b'), 20).url).toBe(
    'http://localhost/api/conversations?page=2&page_size=20&topic=a%26b',
  );
});
