// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 network in CIDR form. IPv4-mapped IPv6 addresses count as the IPv4 addresses they carry.
 *
 * @param address network address, its host bits zero
 * @param prefixLength number of leading bits that count
 */
public record Network(InetAddress address, int prefixLength) {
    private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]{1,3}");

    public Network {
        if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " does not fit " + address.getHostAddress());
        }
        address = masked(address, prefixLength);
    }

    /** The network of exactly one address. */
    public static Network of(InetAddress address) {
        return new Network(address, address.getAddress().length * 8);
    }

    /**
     * Parses {@code 203.0.113.0/24}, {@code 2001:db8::/32} or a bare address, which is a network of one. Never resolves a
     * name.
     *
     * @throws IllegalArgumentException the text is not a network, or has host bits set
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address or network such as 203.0.113.0/24");
        }
        InetAddress address = addressOf(bytes);
        if (slash < 0) {
            return of(address);
        }
        Network network = new Network(address, parsePrefixLength(text, slash));
        if (!network.address.equals(address)) {
            throw new IllegalArgumentException(
                    "'" + text + "' has bits set outside its prefix; the network is " + network);
        }
        return network;
    }

    /** Whether the address lies in this network; never so for one of the other family. */
    public boolean contains(InetAddress candidate) {
        byte[] bits = candidate.getAddress();
        byte[] network = address.getAddress();
        int whole = prefixLength / 8;
        int rest = prefixLength % 8;
        if (bits.length != network.length) {
            return false;
        }
        // A loop, because through Arrays.equals the copies would have to be made: this is asked for every RCPT.
        for (int i = 0; i < whole; i++) {
            if (bits[i] != network[i]) {
                return false;
            }
        }
        return rest == 0 || (bits[whole] ^ network[whole]) >>> (8 - rest) == 0;
    }

    private static int parsePrefixLength(String text, int slash) {
        String digits = text.substring(slash + 1);
        if (!PREFIX_LENGTH.matcher(digits).matches()) {
            throw new IllegalArgumentException("'" + text + "' has no prefix length such as /24 after its slash");
        }
        return Integer.parseInt(digits);
    }

    private static InetAddress masked(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int bits = Math.max(0, Math.min(8, prefixLength - i * 8));
            bytes[i] &= (byte) (0xff << (8 - bits));
        }
        return addressOf(bytes);
    }

    /** Keeps the family, except that InetAddress itself turns an IPv4-mapped address into the IPv4 one. */
    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + Arrays.toString(bytes), e);
        }
    }

    @Override
    public String toString() {
        return NetUtil.toAddressString(address) + "/" + prefixLength;
    }
}
