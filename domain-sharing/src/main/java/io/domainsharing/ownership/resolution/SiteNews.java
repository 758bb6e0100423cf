// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import java.util.Map;
import java.util.function.Consumer;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on what other nodes of the site tell. Thread-safe; blocks while what they share is read again. */
public final class SiteNews implements Consumer<SiteEvent> {
    private static final Logger LOGGER = LoggerFactory.getLogger(SiteNews.class);

    private final OwnershipResolver resolver;
    private final OwnerCache cache;
    private final PeerDirectory peers;
    private final Map<Kind, Runnable> readings;

    /** @param readings read again what is shared, by the kind that tells that it has changed */
    public SiteNews(OwnershipResolver resolver, OwnerCache cache, PeerDirectory peers, Map<Kind, Runnable> readings) {
        this.resolver = resolver;
        this.cache = cache;
        this.peers = peers;
        this.readings = Map.copyOf(readings);
    }

    @Override
    public void accept(SiteEvent event) {
        try {
            act(event);
        } catch (AddressException | IllegalArgumentException e) {
            LOGGER.debug("What another node tells means nothing here: {}", event.kind(), e);
        }
    }

    private void act(SiteEvent event) throws AddressException {
        switch (event.kind()) {
            case PEERS, PINS, CONFLICTS, PROOFS -> readings.getOrDefault(event.kind(), () -> {})
                    .run();
            case EVICT -> resolver.here().evict(new MailAddress(event.detail()));
            case EVICT_DOMAIN -> resolver.here().evictDomain(Domain.of(event.detail()));
            case EVICT_PEER -> resolver.here().evictPeer(new PeerName(event.detail()));
            case EVICT_ALL -> resolver.here().evictAll();
            case FOUND -> found(event.detail());
        }
    }

    // A peer that this node does not know yet, or any more, is asked when it is.
    private void found(String detail) throws AddressException {
        int space = detail.lastIndexOf(' ');
        PeerName owner = new PeerName(detail.substring(space + 1));
        CanonicalAddress address = CanonicalAddress.of(new MailAddress(detail.substring(0, Math.max(0, space))));
        if (peers.mayOwn(owner, address)) {
            cache.foundElsewhere(address, owner);
        }
    }
}
