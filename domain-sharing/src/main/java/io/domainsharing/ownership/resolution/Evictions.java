// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import java.util.function.Predicate;
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

    /** What nobody has. */
    void forgetAllNotFound() {
        lookups.distrustAll();
        cache.forgetAllNotFound();
    }

    /** The addresses of that peer that are gone there, and no entry that is newer than this look at it. */
    void evictGone(PeerName peer, Predicate<CanonicalAddress> isGone) {
        cache.owners()
                .filter(entry -> entry.getValue().owner().equals(peer) && isGone.test(entry.getKey()))
                .forEach(entry -> cache.evict(entry.getKey(), entry.getValue()));
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
