// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections there are: all, those that have proven nothing yet, and those of each address. Belongs to one event loop. */
final class Admissions {
    private final Map<InetAddress, Integer> unprovenOf = new HashMap<>();
    private int all;
    private int unproven;

    /** Whether one more may come from there; it counts if so. */
    boolean admit(InetAddress client) {
        int ofThis = unprovenOf.getOrDefault(client, 0);
        if (all >= DigestServerConfiguration.CONNECTIONS
                || unproven >= DigestServerConfiguration.UNPROVEN
                || ofThis >= DigestServerConfiguration.UNPROVEN_OF_ONE) {
            return false;
        }
        all++;
        unproven++;
        unprovenOf.put(client, ofThis + 1);
        return true;
    }

    void proven(InetAddress client) {
        unproven--;
        unprovenOf.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }

    void left(InetAddress client, boolean hadProven) {
        all--;
        if (!hadProven) {
            proven(client);
        }
    }
}
