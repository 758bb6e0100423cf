// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an address belongs to: an IPv4 address is one client, and so is an IPv6 network of 64 bits, of which a client has them all. */
final class ClientNetwork {
    private static final int NETWORK_OCTETS = 8;

    private ClientNetwork() {}

    /** The address itself, or the first one of its network. */
    static InetAddress of(InetAddress address) {
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
}
