// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;

/** An address as a command names it, without its brackets. */
final class Mailbox {
    private Mailbox() {}

    /** A name without a domain is one of James's default domain, as in James's own handlers. */
    static Optional<MailAddress> parse(String mailbox, DomainList localDomains) {
        try {
            return Optional.of(new MailAddress(
                    mailbox.contains("@")
                            ? mailbox
                            : mailbox + "@" + localDomains.getDefaultDomain().name()));
        } catch (AddressException | DomainListException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
