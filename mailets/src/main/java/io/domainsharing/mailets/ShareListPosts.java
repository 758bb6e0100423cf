// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.mailets.list.Fingerprint;
import io.domainsharing.mailets.list.ListCopies;
import io.domainsharing.mailets.list.ListExpansion;
import io.domainsharing.mailets.list.ListFinder;
import io.domainsharing.mailets.list.ListMark;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.message.FieldRemoval;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.verdict.Verdicts;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
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
    /** Tells the part of a mail that goes to lists from the rest, which may have recipients in common with it. */
    private static final String LIST_PART = "-list";

    private final SharedDomains sharedDomains;
    private final boolean sharing;
    private final ListFinder finder;
    private final NodeName node;
    private final LoopGuard guard;
    private final ListCopies copies;
    private final PeerDelivery delivery;
    private final ListMailets present;

    /** Whose lists are shared, and how their members are found. */
    record Lists(
            LocalLists local,
            SharedDomains sharedDomains,
            ListsConfiguration configuration,
            Ownership ownership,
            LookupConfiguration lookup) {
        @Inject
        Lists {}
    }

    @Inject
    ShareListPosts(
            Lists lists,
            NodeName node,
            LoopGuard guard,
            ListCopies copies,
            PeerDelivery delivery,
            ListMailets present) {
        this.sharedDomains = lists.sharedDomains();
        this.sharing = lists.configuration().share() && sharedDomains != SharedDomains.NONE;
        this.finder = new ListFinder(
                lists.local(), sharedDomains, this::isLocal, Verdicts.within(lists.ownership(), lists.lookup()));
        this.node = node;
        this.guard = guard;
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
        try {
            shareOrAskAgain(mail);
        } catch (DirectoryUnavailableException e) {
            // Expanded without its lists being known, the post would miss the other servers.
            keep(mail, String.valueOf(e.getMessage()));
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("{} is kept, as it cannot be told whether it is for a list", mail.getName(), e);
            keep(mail, "this server could not tell whether it is for a list");
        }
    }

    private void keep(Mail mail, String reason) throws MessagingException {
        Copies.give(mail, mail.getRecipients(), copy -> delivery.keep(copy, reason));
        mail.setState(Mail.GHOST);
    }

    private void shareOrAskAgain(Mail mail) throws MessagingException, DirectoryUnavailableException {
        Optional<PeerName> copyFor = ListCopies.peerOf(mail);
        Optional<ListPost> known = ListPost.of(mail);
        if (copyFor.isPresent() && known.isPresent()) {
            copies.askAgain(mail, known.get(), copyFor.get());
            mail.setState(Mail.GHOST);
            return;
        }
        ListExpansion reached = finder.reachedBy(mail.getRecipients());
        if (known.isPresent()) {
            share(mail, known.get(), reached);
        } else {
            Optional<ListMark> mark = ListMark.of(mail);
            if (mark.isPresent()) {
                // Between servers: it names lists that a member may not know of.
                FieldRemoval.removeTopmost(mail, ListMark.HEADER);
            }
            arrive(mail, mark, reached);
        }
    }

    private void arrive(Mail mail, Optional<ListMark> mark, ListExpansion reached) throws MessagingException {
        ListExpansion wanted = mark.isPresent() ? wanted(mail, mark.get(), reached) : reached;
        if (wanted.recipients().isEmpty()) {
            mail.setState(Mail.GHOST);
            return;
        }
        if (mark.isEmpty() && sharedLists(wanted).isEmpty()) {
            return;
        }
        String id = id(mail, mark);
        String fingerprint = Fingerprint.of(mail, id);
        share(
                mail,
                mark.map(marked -> new ListPost(fingerprint, id, marked.lists(), marked.served()))
                        .orElseGet(() -> new ListPost(fingerprint, id, Set.of(), Set.of())),
                wanted);
    }

    /** A post without Message-ID has what its first server called it, else the next one of the same text would pass for a copy. */
    private String id(Mail mail, Optional<ListMark> mark) throws MessagingException {
        if (!Fingerprint.needsId(mail)) {
            return "";
        }
        return mark.map(ListMark::id)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> "<" + Copies.origin(mail.getName()) + "@" + node + ">");
    }

    /** Without the recipients that a copy of a peer's is not meant for, or has no need to reach. */
    private static ListExpansion wanted(Mail mail, ListMark mark, ListExpansion reached) {
        Set<MailAddress> unwanted = new LinkedHashSet<>(reached.recipients());
        boolean forLists = mark.copy() == ListMark.Copy.LIST;
        if (forLists) {
            unwanted.removeAll(reached.listRecipients());
            // This copy is not handed over again; what the list sends begins a way of its own.
            MailAttributes.beginWay(mail);
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

    private void share(Mail mail, ListPost known, ListExpansion reached) throws MessagingException {
        Set<MailAddress> fresh = sharedLists(reached);
        fresh.removeAll(known.lists());
        Set<MailAddress> all = new LinkedHashSet<>(known.lists());
        all.addAll(fresh);
        ListPost post = new ListPost(known.fingerprint(), known.id(), all, known.served());
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
    private void beginTraceAnew(Mail mail, ListExpansion reached) throws MessagingException {
        Set<MailAddress> leading = reached.leadingToLists();
        if (guard.begins(mail)) {
            return;
        }
        if (leading.size() == reached.recipients().size()) {
            MailAttributes.beginWay(mail);
            return;
        }
        Copies.give(mail, leading, copy -> {
            copy.setName(Copies.origin(mail.getName()) + LIST_PART);
            MailAttributes.beginWay(copy);
            delivery.spool(copy);
        });
        mail.setRecipients(List.copyOf(reached.without(leading).recipients()));
    }

    private Set<MailAddress> sharedLists(ListExpansion reached) {
        return reached.lists(sharedDomains::contains);
    }

    private boolean isLocal(Domain domain) {
        return getMailetContext().isLocalServer(domain);
    }
}
