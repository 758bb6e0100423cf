// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the mail that waits for removed peers and gateways (docs/adr/0009). Thread-safe. */
final class RemovedPeerMail {
    private static final Logger LOGGER = LoggerFactory.getLogger(RemovedPeerMail.class);

    /** Those whose queues are delivered to the hosts that they had. */
    private final Map<PeerName, Peer> kept = new ConcurrentHashMap<>();

    /** The peer is about to be removed. */
    void announce(Peer peer, RemovedMail mail) {
        if (mail == RemovedMail.KEEP) {
            kept.put(peer.name(), peer);
        } else {
            kept.remove(peer.name());
        }
    }

    /** The peer as it was last, if its mail still goes there. */
    Optional<Peer> lastOf(PeerName name) {
        return Optional.ofNullable(kept.get(name));
    }

    /**
     * The peer is removed, and what was announced of its mail comes true.
     *
     * @param mail what waits for the peer; null: none ever did
     */
    void settle(PeerName name, @Nullable WaitingRoom mail) {
        try {
            String waiting = mail == null ? "0" : shown(mail.size());
            Optional<Peer> last = lastOf(name);
            if (last.isPresent()) {
                LOGGER.info(
                        "Peer {} is removed: {} mails in its queue still go to {}",
                        name,
                        waiting,
                        last.get().smtp());
                return;
            }
            LOGGER.info("Peer {} is removed: {} mails in its queue go back for a new look-up", name, waiting);
            if (mail != null) {
                mail.release();
            }
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("Peer {} is removed: its mail goes back for a new look-up at its next try only", name, e);
        }
    }

    /** The mail of one that was removed before the start; its queue is served already. */
    void sendBack(PeerName removed, WaitingRoom mail) throws MessagingException {
        LOGGER.warn(
                "{} is no peer or gateway any more: {} mails in its queue go back for a new look-up",
                removed,
                shown(mail.size()));
        mail.release();
    }

    private static String shown(@Nullable Long count) {
        return count == null ? "unknown" : count.toString();
    }
}
