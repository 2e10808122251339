/** The account of whoever started PowerPulse on this machine. It has no password until one is set. */
const LOCAL_OWNER = { email: 'owner@powerpulse.local', name: 'Local owner', role: 'owner' };

interface Link {
  path: string;
}

async function ask(url: string, key: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, {
    ...init,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  throw new Error(`${response.url} was answered ${response.status}: ${await response.text()}`);
}

/** The id of the local owner, if there is one already. */
async function localOwner(gateway: string, key: string): Promise<string | undefined> {
  for (let page = 1; ; page++) {
    const { members, total_pages } = await answered<{
      members: { email: string; member_id: string }[];
      total_pages: number;
    }>(await ask(`${gateway}/api/members?page=${page}`, key));
    const found = members.find(({ email }) => email === LOCAL_OWNER.email);
    if (found || page >= total_pages) return found?.member_id;
  }
}

/** An address that signs a browser in as the local owner, once. */
export async function signInLink(gateway: string, key: string): Promise<string> {
  const known = await localOwner(gateway, key);
  if (known !== undefined) {
    const url = `${gateway}/api/members/${known}/sign-in-link`;
    const { path } = await answered<Link>(await ask(url, key, { method: 'POST', body: '{}' }));
    return gateway + path;
  }
  const body = JSON.stringify(LOCAL_OWNER);
  const { sign_in_link } = await answered<{ sign_in_link: Link }>(
    await ask(`${gateway}/api/members`, key, { method: 'POST', body }),
  );
  return gateway + sign_in_link.path;
}
