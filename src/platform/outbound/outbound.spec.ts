import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressGuard } from './address-guard.js';
import { OutboundClient } from './outbound-client.js';

describe('the guard of addresses', () => {
  const guard = addressGuard(['10.1.0.0/16', '::1']);

  it.each([
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
    ['10.0.0.1', false],
    ['10.1.2.3', true],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['::1', true],
    ['::', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['not an address', false],
  ])('answers %s with %s', (address, isAllowed) => {
    expect(guard.isAllowed(address, true)).toBe(isAllowed);
  });

  it('lets what is not encrypted go to listed addresses only', () => {
    expect(guard.isAllowed('93.184.216.34', false)).toBe(false);
    expect(guard.isAllowed('10.1.2.3', false)).toBe(true);
  });
});

describe('the client', () => {
  let server: Server;
  let port: number;
  const paths: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(request.url ?? '');
      if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' });
      else response.writeHead(503, { 'retry-after': '7' });
      response.end('words');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const signal = new AbortController().signal;
  const resolvesTo = (address: string) => () => Promise.resolve([{ address, family: 4 }]);
  async function post(client: OutboundClient, url: string) {
    try {
      return await client.post({ url, headers: {}, body: '{}', signal });
    } finally {
      client.close();
    }
  }

  it('says what came back, and how long to rest', async () => {
    const client = new OutboundClient(addressGuard(['127.0.0.1']));
    expect(await post(client, `http://127.0.0.1:${String(port)}/`)).toEqual({ status: 503, retryAfterMs: 7_000 });
  });

  it('follows no redirect', async () => {
    const client = new OutboundClient(addressGuard(['127.0.0.1']));
    expect(await post(client, `http://127.0.0.1:${String(port)}/moved`)).toMatchObject({ status: 307 });
    expect(paths).not.toContain('/elsewhere');
  });

  it('connects to the addresses that it has looked at, and to none that may not be called', async () => {
    const allowed = new OutboundClient(addressGuard(['127.0.0.1']), resolvesTo('127.0.0.1'));
    expect(await post(allowed, `http://receiver.example:${String(port)}/`)).toMatchObject({ status: 503 });
    const inside = new OutboundClient(addressGuard([]), resolvesTo('127.0.0.1'));
    await expect(post(inside, `https://receiver.example:${String(port)}/`)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::ffff:7f00:1]/',
    'ftp://example.org/',
    'https://a:b@example.org/',
    'nonsense',
  ])('refuses %s', async (url) => {
    await expect(post(new OutboundClient(addressGuard([])), url)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });
});
