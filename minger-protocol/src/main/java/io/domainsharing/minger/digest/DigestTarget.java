// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.Secret;
import java.util.List;

/**
 * A server that may have a digest.
 *
 * @param name for logs
 * @param hosts tried in this order, each with all its addresses
 * @param secret that both sides know
 */
public record DigestTarget(String name, List<String> hosts, int port, Secret secret) {
    public DigestTarget {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a server without a host");
        }
    }
}
