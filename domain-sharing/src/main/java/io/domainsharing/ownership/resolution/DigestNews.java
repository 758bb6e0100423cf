// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import java.util.function.Predicate;

/** Takes in what changes in the digests of peers, for what is remembered. Thread-safe. */
public final class DigestNews {
    private final Evictions here;

    /** Changes what that one remembers, in this process alone. */
    public DigestNews(OwnershipResolver resolver) {
        this.here = resolver.here();
    }

    /** Peers have addresses that they had not: that nobody has an address is not remembered any longer. */
    public void grown() {
        here.forgetAllNotFound();
    }

    /**
     * A peer has lost addresses: it is not remembered as their owner any longer. Walks through the whole cache.
     *
     * @param isGone whether the peer has that one no longer
     */
    public void shrunk(PeerName peer, Predicate<CanonicalAddress> isGone) {
        here.evictGone(peer, isGone);
    }
}
