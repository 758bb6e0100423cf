// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.log.Audit;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * Names mail that has come to an error in the log {@code io.domainsharing.audit}. Such mail stays in the error repository until
 * somebody looks there, and nobody else hears of it where it has no sender. Stands in the {@code error} processor:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.AuditFailedMail"/&gt;
 * </code></pre>
 */
public class AuditFailedMail extends GenericMailet {

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
    }
}
