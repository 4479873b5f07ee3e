import { type FastifyInstance } from 'fastify';
import { StrataError } from '#sdk';

/** Answers 405 with `Allow` where the path exists, but not with this method. Call before routes are added. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const known = new Map<string, { readonly path: RegExp; readonly methods: Set<string> }>();
  fastify.addHook('onRoute', ({ method, url }) => {
    const route = known.get(url) ?? { path: pathOf(url), methods: new Set() };
    known.set(url, route);
    for (const one of [method].flat()) route.methods.add(one.toUpperCase());
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // A preflight asks what another method may do.
    if (!request.is404 || 'access-control-request-method' in request.headers) {
      done();
      return;
    }
    const [path = ''] = request.url.split('?', 1);
    const allowed = [...known.values()].filter((route) => route.path.test(path)).flatMap(({ methods }) => [...methods]);
    if (allowed.length === 0 || allowed.includes(request.method)) {
      done();
      return;
    }
    const names = [...new Set(allowed)].sort().join(', ');
    reply.header('allow', names);
    done(new StrataError('METHOD_NOT_ALLOWED', `${request.method} is not possible here; there is ${names}.`));
  });
}

/** Paths like a route's; the limits of Fastify bound the length of what is compared. */
function pathOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}
