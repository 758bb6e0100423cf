// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.post.SeenCopies;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
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

    private final SeenCopies seen;
    private final boolean sharing;

    @Inject
    public DropSecondCopies(SeenCopies seen, SharedDomains sharedDomains, ListsConfiguration configuration) {
        this.seen = seen;
        this.sharing = configuration.share() && sharedDomains != SharedDomains.NONE;
    }

    @Override
    public String getMailetInfo() {
        return "Gives each member of a shared list one copy";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<Post> post = sharing ? Post.of(mail) : Optional.empty();
        if (post.isEmpty()) {
            return;
        }
        String origin = Copies.origin(mail.getName());
        List<MailAddress> first = mail.getRecipients().stream()
                .filter(recipient -> !isServedElsewhere(post.get(), recipient)
                        && seen.isFirst(
                                post.get().fingerprint(), recipient, post.get().lists(), origin))
                .toList();
        int dropped = mail.getRecipients().size() - first.size();
        if (dropped > 0) {
            LOGGER.info(
                    "{}, a post to {}, is a second copy for {} recipients and is dropped for them",
                    mail.getName(),
                    post.get().lists(),
                    dropped);
            mail.setRecipients(first);
        }
        if (first.isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    private boolean isServedElsewhere(Post post, MailAddress recipient) {
        return !post.served().isEmpty()
                && !getMailetContext().isLocalServer(recipient.getDomain())
                && post.served().contains(post.token(recipient));
    }
}
