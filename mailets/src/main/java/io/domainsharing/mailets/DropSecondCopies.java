// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.list.SecondCopies;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the recipients out of a list post who have had it already, through another server's list or another way: same list,
 * recipient, sender and message. Stands in the {@code transport} processor after the second {@link DomainSharingMailet}: what
 * is left then is for those who live here and those who live on none of our servers:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.DropSecondCopies"/&gt;
 * </code></pre>
 *
 * <p>Touches only mail that {@link ShareListPosts} knows as a list post; does nothing unless {@code lists/share} is on.
 */
public class DropSecondCopies extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DropSecondCopies.class);

    private final SecondCopies secondCopies;
    private final ListMailets present;

    @Inject
    public DropSecondCopies(SecondCopies secondCopies, ListMailets present) {
        this.secondCopies = secondCopies;
        this.present = present;
    }

    @Override
    public void init() {
        present.add(this);
    }

    @Override
    public String getMailetInfo() {
        return "Gives each member of a shared list one copy";
    }

    @Override
    public void service(Mail mail) {
        List<MailAddress> first = first(mail);
        if (first.size() == mail.getRecipients().size()) {
            return;
        }
        mail.setRecipients(first);
        if (first.isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    /** Whatever fails here, a second copy is better than none. */
    private List<MailAddress> first(Mail mail) {
        try {
            return secondCopies.without(
                    mail, mail.getRecipients(), recipient -> !getMailetContext().isLocalServer(recipient.getDomain()));
        } catch (RuntimeException e) {
            LOGGER.error("{} goes to all its recipients, whether they have had it or not", mail.getName(), e);
            return List.copyOf(mail.getRecipients());
        }
    }
}
