// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom an address belongs to: an IPv4 address is one client, and so is an IPv6 network of 64 bits, of which a client has them
 * all. Thread-safe.
 */
public final class ClientNetwork {
    private static final int NETWORK_OCTETS = 8;

    private ClientNetwork() {}

    /** The address itself, or the first one of its network. */
    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, NETWORK_OCTETS, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }

    /** Such as {@code 192.0.2.7} or {@code 2001:db8:0:0:0:0:0:0/64}. */
    public static String nameOf(InetAddress address) {
        String first = of(address).getHostAddress();
        return address instanceof Inet6Address ? first + '/' + NETWORK_OCTETS * Byte.SIZE : first;
    }
}
