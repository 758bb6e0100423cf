// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import java.time.Instant;
import java.util.Map;

/**
 * A digest as it is stored. Immutable.
 *
 * @param domains what it is worth, by domain
 * @param heardAt when the peer last said that this is its list
 */
record StoredDigest(Position position, HashList list, Map<String, Coverage> domains, Instant heardAt) {
    static final StoredDigest NONE = new StoredDigest(Position.NONE, HashList.EMPTY, Map.of(), Instant.EPOCH);

    StoredDigest {
        domains = Map.copyOf(domains);
    }

    StoredDigest heardAt(Instant time) {
        return new StoredDigest(position, list, domains, time);
    }
}
