// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds where addresses lead on this server. Blocks as long as James's own repositories do, asks no peer. Thread-safe. */
public final class Arrivals {
    private static final Logger LOGGER = LoggerFactory.getLogger(Arrivals.class);

    private final LocalLists lists;
    private final SharedDomains shared;
    private final Ownership ownership;

    @Inject
    public Arrivals(LocalLists lists, SharedDomains shared, Ownership ownership) {
        this.lists = lists;
        this.shared = shared;
        this.ownership = ownership;
    }

    /**
     * An address that is no peer's. While the repositories cannot tell, it leads nowhere but to itself: of what comes of it, a
     * circle is found one round later.
     */
    public Arrival of(MailAddress address) {
        CanonicalAddress canonical = CanonicalAddress.of(address);
        Set<CanonicalAddress> ends = new LinkedHashSet<>();
        Set<CanonicalAddress> copied = new LinkedHashSet<>();
        try {
            for (MailAddress end : lists.reachOf(address, true).members()) {
                ends.add(CanonicalAddress.of(end));
                if (!shared.contains(end.getDomain()) || ownership.local(end) instanceof Verdict.Local) {
                    copied.add(CanonicalAddress.of(end));
                }
            }
        } catch (DirectoryUnavailableException e) {
            LOGGER.warn("Where {} leads cannot be told now", canonical, e);
            return Arrival.atPeer(canonical);
        }
        return new Arrival(canonical, ends, copied);
    }
}
