// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.message.FieldRemoval;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * Takes the Bcc fields out of a message, and changes nothing else. James's RemoveMimeHeader has JavaMail save the message, which
 * fails where JavaMail cannot parse it, and leaves a message behind that cannot be copied any more. Stands in the {@code
 * transport} processor behind the last {@link DomainSharingMailet} and before all deliveries:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.RemoveBcc"/&gt;
 * </code></pre>
 */
public class RemoveBcc extends GenericMailet {
    private static final String BCC = "Bcc";

    @Override
    public String getMailetInfo() {
        return "Takes the Bcc fields out of messages";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        FieldRemoval.remove(mail, BCC);
    }
}
