// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import com.google.common.base.Strings;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import java.util.Optional;
import javax.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A matcher's parameter: a peer's name, or nothing for any peer. */
final class PeerCondition {
    private static final Logger LOGGER = LoggerFactory.getLogger(PeerCondition.class);

    private PeerCondition() {}

    /** Says so when there are peers but none of that name: one may still be added, yet more likely it is a typing error. */
    static Optional<PeerName> parse(String matcher, String condition, PeerDirectory peers) throws MessagingException {
        String name = Strings.nullToEmpty(condition).trim();
        try {
            Optional<PeerName> wanted = name.isEmpty() ? Optional.empty() : Optional.of(new PeerName(name));
            PeerSet now = peers.current();
            if (!now.peers().isEmpty()
                    && wanted.filter(peer -> now.peer(peer).isEmpty()).isPresent()) {
                LOGGER.warn(
                        "mailetcontainer.xml: {}={} matches nothing: the peers are {}",
                        matcher,
                        name,
                        now.peers().stream().map(Peer::name).toList());
            }
            return wanted;
        } catch (IllegalArgumentException e) {
            throw new MessagingException(
                    matcher + "=" + name + ": " + e.getMessage() + ", or leave it out for any peer", e);
        }
    }
}
