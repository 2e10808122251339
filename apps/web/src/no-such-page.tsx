import { LinkAnchor } from './link-anchor';
import { Empty } from './states';

/** For an address that leads nowhere. */
export function NoSuchPage() {
  return (
    <Empty title="There is no such page.">
      <LinkAnchor to="/">Go to the overview</LinkAnchor>
    </Empty>
  );
}
