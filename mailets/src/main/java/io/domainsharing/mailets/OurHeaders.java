// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.smtp.ReceivedFromPeerAttribute;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/** The header fields that our servers write for each other: believed in mail that a peer's session brought, and in no other. */
final class OurHeaders {
    private OurHeaders() {}

    /** Takes them off mail that no peer brought, whoever wrote them. */
    static void takeOffUnlessFromPeer(Mail mail) throws MessagingException {
        if (ReceivedFromPeerAttribute.of(mail).isEmpty()) {
            ListMark.strip(mail.getMessage());
            // A handover that no peer tells of: a smart host may have brought the mail back, by way of the domain's MX.
            if (Trace.strip(mail.getMessage())) {
                Notes.avoidSmartHost(mail);
            }
        }
    }
}
