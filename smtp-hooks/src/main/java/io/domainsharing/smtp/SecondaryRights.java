// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.SharedDomains;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * What the session of a secondary may do (R5): hand over mail for its own domains, whatever the sender. That is known at RCPT
 * only, so a sender of ours gets past MAIL unverified, and here it is seen to that it reaches no other recipient.
 */
record SecondaryRights(PeerSessions sessions, SharedDomains shared, DomainList localDomains) {
    boolean covers(SMTPSession session, MailAddress recipient) {
        return sessions.isSecondaryFor(session, recipient.getDomain());
    }

    /** Whether nobody has looked at the sender, because the session is a secondary's, and may relay for no other reason. */
    boolean isUnverified(SMTPSession session, MaybeSender sender) throws DomainListException {
        return sessions.isSecondary(session)
                && !session.isRelayingAllowed()
                && !sender.isNullSender()
                && isOurs(sender.get().getDomain());
    }

    boolean isOurs(Domain domain) throws DomainListException {
        return shared.contains(domain) || localDomains.containsDomain(domain);
    }
}
