// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.list.SeenCopies;
import io.domainsharing.ownership.log.Audit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells which recipients of a list post have had it already. Touches no other mail. Thread-safe. */
public final class SecondCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(SecondCopies.class);
    private static final AttributeName CLAIMED_AS = AttributeName.of("io.domainsharing.list-post-claimed-as");

    private final SeenCopies seen;
    private final boolean sharing;

    @Inject
    public SecondCopies(SeenCopies seen, SharedDomains sharedDomains, ListsConfiguration configuration) {
        this.seen = seen;
        this.sharing = configuration.share() && sharedDomains != SharedDomains.NONE;
    }

    /**
     * The recipients that this mail is the first copy for, from here on.
     *
     * @param outside who lives on none of our servers
     */
    public List<MailAddress> without(Mail mail, Collection<MailAddress> recipients, Predicate<MailAddress> outside) {
        Optional<ListPost> known = sharing ? ListPost.of(mail) : Optional.empty();
        if (known.isEmpty()) {
            return List.copyOf(recipients);
        }
        ListPost post = known.get();
        List<MailAddress> first = recipients.stream()
                .filter(recipient -> outside.test(recipient)
                        ? isFirstOutside(mail, post, recipient)
                        : isFirstHere(mail, post, recipient))
                .toList();
        int dropped = recipients.size() - first.size();
        if (dropped > 0) {
            LOGGER.info(
                    "{}, a post to {}, is a second copy for {} recipients and is dropped for them",
                    mail.getName(),
                    Audit.of(post.lists()),
                    dropped);
        }
        return first;
    }

    /** Lets a copy that may come back under another name pass for this mail. */
    public static void keepClaim(Mail mail, Mail copy) {
        copy.setAttribute(new Attribute(CLAIMED_AS, AttributeValue.of(claimedAs(mail))));
    }

    private boolean isFirstHere(Mail mail, ListPost post, MailAddress recipient) {
        return seen.isFirst(post.fingerprint(), recipient, post.lists(), Copies.origin(mail.getName()));
    }

    // RecipientRewriteTable forwards to members outside in mails of their own, one for each list and alias: one of them
    // is first.
    private boolean isFirstOutside(Mail mail, ListPost post, MailAddress recipient) {
        return !post.served().contains(post.token(recipient))
                && seen.isFirst(post.fingerprint(), recipient, post.lists(), claimedAs(mail));
    }

    private static String claimedAs(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, CLAIMED_AS, String.class)
                .orElseGet(mail::getName);
    }
}
