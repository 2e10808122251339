import type { RouteOptions } from 'fastify';

/** Which methods a path has, so that a wrong method can be told from a wrong path. */
export class RouteTable {
  private readonly routes = new Map<string, { matches: RegExp; methods: Set<string> }>();

  add({ url, method }: Pick<RouteOptions, 'url' | 'method'>): void {
    // Plugins answer OPTIONS or HEAD for every path: that doesn't make it one.
    if (url === '*' || url === '/*') return;
    const route = this.routes.get(url) ?? { matches: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) route.methods.add(name);
    this.routes.set(url, route);
  }

  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    const methods = new Set<string>();
    for (const route of this.routes.values()) {
      if (route.matches.test(path)) for (const method of route.methods) methods.add(method);
    }
    return [...methods].sort();
  }
}

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment === '*') return '.*';
    if (segment.startsWith(':')) return '[^/]+';
    return segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${segments.join('/')}$`);
}
