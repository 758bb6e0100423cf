// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.smtp.message.MessageHead;
import java.util.Collections;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeUtility;
import org.apache.mailet.Mail;

/**
 * A line in front of a message for each time that it was handed over to a gateway. A header of its own: that of the peers counts
 * only where a peer brought the mail, and a gateway's host is no peer.
 */
final class GatewayTrace {
    static final String HEADER = "X-Domain-Sharing-Gateway";
    /** Once it may come back for another address of the domain: somebody there may forward his mail by way of the world. */
    private static final int MOST = 2;

    private GatewayTrace() {}

    /** Why the mail may not be handed over once more, or empty when it may. */
    static Optional<String> refusal(Mail mail, NodeName here, Gateway gateway) throws MessagingException {
        String ours = line(here, gateway);
        long times = MessageHead.of(mail, HEADER).values(HEADER).stream()
                .filter(ours::equalsIgnoreCase)
                .count();
        String round = here + " -> " + gateway.name() + " -> ";
        return times < MOST
                ? Optional.empty()
                : Optional.of("Routing loop: " + String.join("", Collections.nCopies(MOST, round)) + here);
    }

    /** The header field of the next handover. */
    static String next(NodeName here, Gateway gateway) {
        return HEADER + ": " + MimeUtility.fold(HEADER.length() + 2, line(here, gateway));
    }

    private static String line(NodeName here, Gateway gateway) {
        return "node=" + here + "; gateway=" + gateway.domain().asString();
    }
}
