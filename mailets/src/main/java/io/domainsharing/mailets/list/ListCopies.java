// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.mailets.delivery.Portions;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.message.FrontLines;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.membership.Asked;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.verdict.Patience;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of a list post for the servers that have the list too: one to the queue of each peer that says it does, none to one
 * that says no, and one kept and asked about again, for just that peer, where it cannot tell. Waits on the caller's thread
 * for all peers at once, at most the look-up budget and a little; a peer known to be down costs nothing. Thread-safe.
 */
public final class ListCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(ListCopies.class);
    private static final AttributeName PEER = AttributeName.of("io.domainsharing.list-copy-for");
    private static final PeerAnswer LATE =
            new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "no answer within the budget");

    private final PeerDirectory peers;
    private final PeerLookups lookups;
    private final Patience patience;
    private final LoopGuard guard;
    private final PeerDelivery delivery;

    /** @param peer a peer's name, or that of DNS, which owes the names of the peers */
    private record AskedList(PeerName peer, MailAddress list) {}

    /** @param lookups guarded: a peer that is down must not cost every list post a time-out */
    @Inject
    public ListCopies(
            PeerDirectory peers,
            PeerLookups lookups,
            LookupConfiguration lookup,
            LoopGuard guard,
            PeerDelivery delivery) {
        this.peers = peers;
        this.lookups = lookups;
        this.patience = Patience.within(lookup);
        this.guard = guard;
        this.delivery = delivery;
    }

    /** The peer that a mail is a copy for, if it is one that this server made. */
    public static Optional<PeerName> peerOf(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, PEER, String.class).map(PeerName::new);
    }

    /** Copies the post to every peer that has one of these lists. */
    public void share(Mail mail, ListPost post, Collection<MailAddress> lists) throws MessagingException {
        Map<AskedList, CompletableFuture<PeerAnswer>> pending = new LinkedHashMap<>();
        for (MailAddress list : lists) {
            Asked asked = peers.asked(list.getDomain());
            for (Destination destination : asked.destinations()) {
                if (destination instanceof Peer peer) {
                    pending.put(new AskedList(peer.name(), list), ask(peer, list));
                }
            }
            putMissing(pending, asked, list);
        }
        act(mail, post, pending);
    }

    /**
     * Asks one peer again about a copy that was kept, or refused, for it. If it is not asked about that domain any more, its members
     * may be at another, and if it was DNS, it has named the peers: all are asked, and whoever has had the post drops what comes of it.
     */
    public void askAgain(Mail copy, ListPost post, PeerName name) throws MessagingException {
        Map<AskedList, CompletableFuture<PeerAnswer>> pending = new LinkedHashMap<>();
        List<MailAddress> others = new ArrayList<>();
        for (MailAddress list : copy.getRecipients()) {
            Asked asked = peers.asked(list.getDomain());
            Optional<Peer> peer = asked.peer(name);
            if (peer.isPresent()) {
                pending.put(new AskedList(name, list), ask(peer.get(), list));
            } else if (asked.missing() != null && name.equals(asked.missing().who())) {
                putMissing(pending, asked, list);
            } else {
                others.add(list);
            }
        }
        act(copy, post, pending);
        if (!others.isEmpty()) {
            LOGGER.info(
                    "{} for {}: {} is not asked any more, so all peers are", copy.getName(), Audit.of(others), name);
            share(copy, post, others);
        }
    }

    private CompletableFuture<PeerAnswer> ask(Peer peer, MailAddress list) {
        return lookups.of(peer).ask(list).toCompletableFuture();
    }

    private static void putMissing(
            Map<AskedList, CompletableFuture<PeerAnswer>> pending, Asked asked, MailAddress list) {
        Asked.Missing missing = asked.missing();
        if (missing != null) {
            pending.putIfAbsent(
                    new AskedList(missing.who(), list), CompletableFuture.completedFuture(missing.answer()));
        }
    }

    private void act(Mail mail, ListPost post, Map<AskedList, CompletableFuture<PeerAnswer>> pending)
            throws MessagingException {
        Map<PeerName, Map<MailAddress, PeerAnswer>> byPeer = new LinkedHashMap<>();
        patience.answersTo(pending, LATE)
                .forEach((asked, answer) -> byPeer.computeIfAbsent(asked.peer(), peer -> new LinkedHashMap<>())
                        .put(asked.list(), answer));
        boolean settled = true;
        for (Map.Entry<PeerName, Map<MailAddress, PeerAnswer>> answers : byPeer.entrySet()) {
            settled &= act(mail, post, answers.getKey(), answers.getValue());
        }
        if (!settled) {
            throw new MessagingException("Copies of a list post can be put into no queue");
        }
    }

    /** False: a copy could be put nowhere. */
    private boolean act(Mail mail, ListPost post, PeerName peer, Map<MailAddress, PeerAnswer> answers) {
        List<MailAddress> held = lists(answers, PeerAnswer.Accepts.class);
        boolean settled = held.isEmpty() || isSettled(mail, post, peer, held, copy -> handOver(copy, post, peer));
        Map<MailAddress, PeerAnswer> doubtful = new LinkedHashMap<>(answers);
        doubtful.keySet().removeAll(held);
        doubtful.keySet().removeAll(lists(answers, PeerAnswer.Unknown.class));
        // Who says yes to everything shares no list: a copy would end in some catch-all.
        doubtful.keySet().removeAll(lists(answers, PeerAnswer.AcceptsAll.class));
        String missingAnswers = peer + " has not said whether it has this list: " + reasons(doubtful.values());
        return (doubtful.isEmpty()
                        || isSettled(mail, post, peer, doubtful.keySet(), copy -> delivery.keep(copy, missingAnswers)))
                && settled;
    }

    /** A copy of its own, so that what fails for one peer fails neither for another nor for those who live here. */
    private boolean isSettled(
            Mail mail, ListPost post, PeerName peer, Collection<MailAddress> lists, Copies.Taker taker) {
        try {
            Copies.give(mail, lists, copy -> {
                markFor(copy, post, peer);
                Portions portions = new Portions(copy, delivery);
                portions.settle(lists, () -> Copies.give(copy, lists, taker));
                portions.throwIfStuck();
            });
            return true;
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("{} has no copy of {} for {}", peer, mail.getName(), lists, e);
            return false;
        }
    }

    private void handOver(Mail copy, ListPost post, PeerName peer) throws MessagingException {
        List<String> lines =
                new ArrayList<>(new ListMark(ListMark.Copy.LIST, post.id(), post.lists(), post.served()).fields());
        // The way of this copy begins here, whatever way the post had.
        lines.add(guard.firstLine(copy, peer));
        MailAttributes.markPath(copy, guard.node().value());
        FrontLines.prepend(copy, lines);
        // It could reach members by way of the smart host as if it were another post.
        MailAttributes.avoidSmartHost(copy);
        MailAttributes.markWay(copy, "peer");
        delivery.handOver(copy, peer);
        LOGGER.info(
                "The post to {} goes to {}, which has the list too, as {}",
                Audit.of(copy.getRecipients()),
                peer,
                copy.getName());
    }

    private static void markFor(Mail copy, ListPost post, PeerName peer) {
        post.writeTo(copy);
        copy.setAttribute(new Attribute(PEER, AttributeValue.of(peer.value())));
    }

    private static List<MailAddress> lists(Map<MailAddress, PeerAnswer> answers, Class<? extends PeerAnswer> kind) {
        return answers.entrySet().stream()
                .filter(answer -> kind.isInstance(answer.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String reasons(Collection<PeerAnswer> answers) {
        return answers.stream()
                .map(answer -> answer instanceof PeerAnswer.NoAnswer none
                        ? none.text()
                        : "it has it but takes no mail for it now")
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
