// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.message.MessageOctets;
import io.domainsharing.ownership.log.Audit;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names mail that has come to an error in the log {@code io.domainsharing.audit}. Such mail stays in the error repository until
 * somebody looks there, and nobody else hears of it where it has no sender. Lets the repository take it, too: James cannot store
 * a message that a mailet failed to change because JavaMail cannot parse it. Stands in the {@code error} processor, first:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.AuditFailedMail"/&gt;
 * </code></pre>
 */
public class AuditFailedMail extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditFailedMail.class);

    @Override
    public String getMailetInfo() {
        return "Names mail that goes to the error repository";
    }

    @Override
    public void service(Mail mail) {
        Audit.LOG.warn(
                "{} from {} for {} has failed and stays in the error repository",
                mail.getName(),
                Audit.of(mail.getMaybeSender().asList()),
                Audit.of(mail.getRecipients()));
        try {
            MessageOctets.hold(mail);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("{} is stored as far as James can store it", mail.getName(), e);
        }
    }
}
