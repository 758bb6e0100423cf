// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of mail that came in through the SMTP session of a peer, or of the peer named: {@code
 * ReceivedFromPeer} or {@code ReceivedFromPeer=tokyo}. Reads what the session was told, never the remote address: mail
 * generated here has a loopback address.
 */
public class ReceivedFromPeer extends GenericMatcher {
    private final PeerDirectory peers;
    private Optional<PeerName> wanted = Optional.empty();

    @Inject
    public ReceivedFromPeer(PeerDirectory peers) {
        this.peers = peers;
    }

    @Override
    public void init() throws MessagingException {
        wanted = PeerCondition.parse("ReceivedFromPeer", getCondition(), peers);
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return ReceivedFromPeerAttribute.of(mail)
                .filter(peer -> wanted.map(peer::equals).orElse(true))
                .map(peer -> mail.getRecipients())
                .orElse(List.of());
    }
}
