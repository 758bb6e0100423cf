// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What counts as one client: an IPv4 address, or the 64 bits of IPv6 that one customer has at least (RFC 6177). Immutable.
 *
 * @param address of IPv6 with zeros behind those bits
 */
public record ClientBlock(InetAddress address) {
    private static final int PREFIX = 8;
    private static final int LENGTH = 16;
    private static final String PREFIX_WORD = "/64";

    public ClientBlock {
        address = masked(address);
    }

    private static InetAddress masked(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, PREFIX, LENGTH, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }

    /** The block of that address, which is written as {@link #toString} writes it; empty: it is no address. */
    public static Optional<ClientBlock> parse(String text) {
        String address = text.endsWith(PREFIX_WORD) ? text.substring(0, text.length() - PREFIX_WORD.length()) : text;
        return InetAddresses.isInetAddress(address)
                ? Optional.of(new ClientBlock(InetAddresses.forString(address)))
                : Optional.empty();
    }

    /** Such as {@code 192.0.2.7} or {@code 2001:db8:0:7::/64}. */
    @Override
    public String toString() {
        String text = InetAddresses.toAddrString(address);
        return address instanceof Inet6Address ? text + PREFIX_WORD : text;
    }
}
