// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.matchers.Verdicts;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.log.Audit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a post to a mailing list (a James group) of a shared domain once to each peer that has the list too, so that every
 * server serves all members of its own list (docs/adr/0010-shared-lists.md). Stands in the {@code transport} processor before
 * the first {@link DomainSharingMailet}, together with {@link DropSecondCopies} after the second:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.ShareListPosts"&gt;
 *     &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt; &lt;!-- optional; the same as DomainSharingMailet's --&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>Does nothing unless {@code lists/share} is on. What a peer's session brought is marked by that peer: a copy for a list
 * is expanded here and never shared again. Waits on the spool thread for the peers, as DomainSharingMailet does.
 */
public class ShareListPosts extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(ShareListPosts.class);
    private static final String MESSAGE_ID = "Message-ID";
    private static final String DATE = "Date";
    /** Tells the part of a mail that goes to lists from the rest, which may have recipients in common with it. */
    private static final String LIST_PART = "-list";

    private final SharedDomains sharedDomains;
    private final boolean sharing;
    private final ListFinder finder;
    private final NodeName node;
    private final ListCopies copies;
    private final PeerDelivery delivery;
    private final ListMailets present;

    @Inject
    public ShareListPosts(
            LocalLists lists,
            SharedDomains sharedDomains,
            ListsConfiguration configuration,
            Ownership ownership,
            LookupConfiguration lookup,
            NodeName node,
            ListCopies copies,
            PeerDelivery delivery,
            ListMailets present) {
        this.sharedDomains = sharedDomains;
        this.sharing = configuration.share() && sharedDomains != SharedDomains.NONE;
        this.finder = new ListFinder(lists, sharedDomains, this::isLocal, Verdicts.within(ownership, lookup));
        this.node = node;
        this.copies = copies;
        this.delivery = delivery;
        this.present = present;
    }

    @Override
    public void init() throws MessagingException {
        present.add(this);
        if (sharing) {
            delivery.start(getMailetContext(), BounceProcessor.of(this));
        }
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return sharing ? List.of(new ProcessingState(BounceProcessor.of(this))) : List.of();
    }

    @Override
    public String getMailetInfo() {
        return "Copies list posts to the servers that have the list too";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (!sharing) {
            return;
        }
        Optional<PeerName> copyFor = ListCopies.peerOf(mail);
        Optional<Post> known = Post.of(mail);
        if (copyFor.isPresent() && known.isPresent()) {
            copies.askAgain(mail, known.get(), copyFor.get());
            mail.setState(Mail.GHOST);
            return;
        }
        OurHeaders.takeOffUnlessFromPeer(mail);
        Reached reached;
        try {
            reached = finder.reachedBy(mail.getRecipients());
        } catch (DirectoryUnavailableException e) {
            // Expanded without its lists being known, the post would miss the other servers.
            String reason = String.valueOf(e.getMessage());
            Copies.give(mail, mail.getRecipients(), copy -> delivery.keep(copy, reason));
            mail.setState(Mail.GHOST);
            return;
        }
        if (known.isPresent()) {
            ListMark.strip(mail.getMessage());
            share(mail, known.get(), reached);
        } else {
            arrive(mail, ListMark.of(mail.getMessage()), reached);
        }
    }

    private void arrive(Mail mail, Optional<ListMark> mark, Reached reached) throws MessagingException {
        ListMark.strip(mail.getMessage());
        Reached wanted = mark.isPresent() ? wanted(mail, mark.get(), reached) : reached;
        if (wanted.recipients().isEmpty()) {
            mail.setState(Mail.GHOST);
            return;
        }
        if (mark.isEmpty() && sharedLists(wanted).isEmpty()) {
            return;
        }
        identify(mail);
        String fingerprint = Fingerprint.of(mail);
        share(
                mail,
                mark.map(marked -> new Post(fingerprint, marked.lists(), marked.served()))
                        .orElseGet(() -> new Post(fingerprint, Set.of(), Set.of())),
                wanted);
    }

    /** Without the recipients that a copy of a peer's is not meant for, or has no need to reach. */
    private static Reached wanted(Mail mail, ListMark mark, Reached reached) throws MessagingException {
        Set<MailAddress> unwanted = new LinkedHashSet<>(reached.recipients());
        boolean forLists = mark.copy() == ListMark.Copy.LIST;
        if (forLists) {
            unwanted.removeAll(reached.listRecipients());
            // This copy is not handed over again; what the list sends begins a way of its own.
            Trace.strip(mail.getMessage());
        } else {
            // As one that it has been shared for, the list gets, or got, its own copy.
            unwanted.retainAll(reached.listRecipients());
            unwanted.retainAll(mark.lists());
        }
        if (!unwanted.isEmpty()) {
            LOGGER.info(
                    "{} for {} is dropped: {}",
                    mail.getName(),
                    Audit.of(unwanted),
                    forLists ? "no list of that name here" : "the list has had this post");
            mail.setRecipients(List.copyOf(reached.without(unwanted).recipients()));
        }
        return reached.without(unwanted);
    }

    private void share(Mail mail, Post known, Reached reached) throws MessagingException {
        Set<MailAddress> fresh = sharedLists(reached);
        fresh.removeAll(known.lists());
        Set<MailAddress> all = new LinkedHashSet<>(known.lists());
        all.addAll(fresh);
        Post post = new Post(known.fingerprint(), all, known.served());
        if (!fresh.isEmpty()) {
            // Members who live on none of our servers get the post from here.
            copies.share(mail, post.serving(reached.members(domain -> !isLocal(domain))), fresh);
        }
        post.writeTo(mail);
        if (!fresh.isEmpty()) {
            beginTraceAnew(mail, reached);
        }
    }

    /**
     * The way of a post begins anew where a list takes it, else a member who lives where it was posted could not get it. No
     * circle comes of that: each time the post has one more list that no server takes it for again. Recipients beside the
     * lists keep their trace.
     */
    private void beginTraceAnew(Mail mail, Reached reached) throws MessagingException {
        Set<MailAddress> leading = reached.leadingToLists();
        if (Trace.of(mail.getMessage()).hops().isEmpty()) {
            return;
        }
        if (leading.size() == reached.recipients().size()) {
            Trace.strip(mail.getMessage());
            return;
        }
        Copies.give(mail, leading, copy -> {
            copy.setName(Copies.origin(mail.getName()) + LIST_PART);
            Trace.strip(copy.getMessage());
            delivery.spool(copy);
        });
        mail.setRecipients(List.copyOf(reached.without(leading).recipients()));
    }

    /**
     * A post without Message-ID gets one: else the next one of the same text would pass for a copy of it. One without Date
     * gets that, too: James adds its own to every copy that it sends, and they would not be copies any more.
     */
    private void identify(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (message.getHeader(MESSAGE_ID) == null) {
            message.setHeader(MESSAGE_ID, "<" + Copies.origin(mail.getName()) + "@" + node + ">");
        }
        if (message.getHeader(DATE) == null) {
            message.setSentDate(mail.getLastUpdated());
        }
    }

    private Set<MailAddress> sharedLists(Reached reached) {
        return reached.lists(sharedDomains::contains);
    }

    private boolean isLocal(Domain domain) {
        return getMailetContext().isLocalServer(domain);
    }
}
