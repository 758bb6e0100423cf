// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.SiteEvent;
import java.util.function.Consumer;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on what other nodes of the site tell. Thread-safe; blocks while peers are read again. */
public final class SiteNews implements Consumer<SiteEvent> {
    private static final Logger LOGGER = LoggerFactory.getLogger(SiteNews.class);

    private final OwnershipResolver resolver;
    private final OwnerCache cache;
    private final PeerDirectory peers;
    private final Runnable peersChanged;

    /** @param peersChanged reads again which peers there are */
    public SiteNews(OwnershipResolver resolver, OwnerCache cache, PeerDirectory peers, Runnable peersChanged) {
        this.resolver = resolver;
        this.cache = cache;
        this.peers = peers;
        this.peersChanged = peersChanged;
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
            case PEERS -> peersChanged.run();
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
        if (peers.isAsked(owner, address)) {
            cache.foundElsewhere(address, owner);
        }
    }
}
