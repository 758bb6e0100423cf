// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import io.domainsharing.ownership.PeerName;
import java.util.Optional;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The mark on mail that came in through a peer's own SMTP session: the peer's name. Set and removed when the message is
 * taken from the session, so nobody outside can forge it. Without state.
 */
public final class ReceivedFromPeerAttribute {
    public static final AttributeName NAME = AttributeName.of("io.domainsharing.received-from-peer");

    private ReceivedFromPeerAttribute() {}

    /** The peer whose session brought this mail, if it was a peer's. */
    public static Optional<PeerName> of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class).map(PeerName::new);
    }

    /** Marks mail of that peer's session; takes a mark off any other mail. */
    public static void mark(Mail mail, Optional<PeerName> peer) {
        peer.ifPresentOrElse(
                name -> mail.setAttribute(new Attribute(NAME, AttributeValue.of(name.value()))),
                () -> mail.removeAttribute(NAME));
    }
}
