import { BlockList, isIP } from 'node:net';

/** Addresses that are nobody's on the internet: private, local, reserved, and those that stand for IPv4 ones. RFC 6890. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

const SPECIAL_IPV6 = [
  '::/128',
  '::1/128',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** Lists of their own: in one, the range of IPv4 addresses that are written as IPv6 would stand for all of IPv4. */
const special = { ipv4: blockListOf(SPECIAL_IPV4), ipv6: blockListOf(SPECIAL_IPV6) };

/** Which addresses requests may go to. */
export interface AddressGuard {
  /** @param isSecret whether the request is encrypted: anything else goes to allowed addresses only */
  isAllowed(address: string, isSecret: boolean): boolean;
}

/** Public addresses, and the listed ones (`10.1.0.0/16`, `127.0.0.1`). */
export function addressGuard(allowed: readonly string[]): AddressGuard {
  const listed = blockListOf(allowed);
  return {
    isAllowed(address, isSecret) {
      const family = familyOf(address);
      if (family === null) return false;
      return listed.check(address, family) || (isSecret && !special[family].check(address, family));
    },
  };
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = familyOf(address);
    if (family === null) continue;
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const family = isIP(address);
  if (family === 0) return null;
  return family === 4 ? 'ipv4' : 'ipv6';
}
