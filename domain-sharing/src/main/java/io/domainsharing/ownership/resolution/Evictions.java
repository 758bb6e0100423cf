// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/** Forgets owners, in this process alone, and what look-ups under way are just finding out. Thread-safe. */
record Evictions(Lookups lookups, OwnerCache cache) {
    void evict(MailAddress address) {
        forgetNotFound(address);
        cache.evict(CanonicalAddress.of(address));
    }

    /** Every address of that peer, and all that nobody has. */
    void evictPeer(PeerName peer) {
        lookups.distrustAll();
        cache.evictPeer(peer);
    }

    void evictDomain(Domain domain) {
        lookups.distrustAll();
        cache.evictDomain(domain);
    }

    void evictAll() {
        lookups.distrustAll();
        cache.evictAll();
    }

    void forgetNotFound(MailAddress address) {
        Lookup lookup = lookups.inFlight(address);
        if (lookup != null) {
            lookup.distrustNo();
        }
        cache.forgetNotFound(CanonicalAddress.of(address));
    }
}
