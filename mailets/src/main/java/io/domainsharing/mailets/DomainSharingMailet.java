// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.Bounces.Cause;
import io.domainsharing.matchers.Verdicts;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Source;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.log.Audit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the recipients whose mailbox is on a peer out of the mail and sends them there, and keeps the mail of those whose
 * owner cannot be told now. Local recipients, recipients that nobody has and recipients of domains that are not shared stay.
 * It stands twice in the {@code transport} processor, before RecipientRewriteTable (addresses as they came) and after it
 * (what aliases were rewritten to), both times before {@code HostIsLocal}:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.DomainSharingMailet"&gt;
 *     &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt; &lt;!-- optional: what refused and expired mail goes to --&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>Waits on the spool thread for the look-ups of all recipients at once, at most the look-up budget and a little. A
 * recipient leaves the mail only when its copy is in a queue (L2); what fails there throws, and the mail goes the way of
 * {@code onMailetException} with the recipients that it still has.
 */
public class DomainSharingMailet extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainSharingMailet.class);

    private final Ownership ownership;
    private final SharedDomains sharedDomains;
    private final NodeName node;
    private final PeerDelivery delivery;
    private final Verdicts verdicts;
    private final GatewayHandover gateways;

    @Inject
    public DomainSharingMailet(
            Ownership ownership,
            SharedDomains sharedDomains,
            NodeName node,
            LookupConfiguration lookup,
            PeerDelivery delivery,
            Gateways gateways,
            SecondCopies secondCopies) {
        this.ownership = ownership;
        this.sharedDomains = sharedDomains;
        this.node = node;
        this.delivery = delivery;
        this.verdicts = Verdicts.within(ownership, lookup);
        this.gateways = new GatewayHandover(gateways, node, delivery, secondCopies);
    }

    @Override
    public void init() throws MessagingException {
        if (sharedDomains != SharedDomains.NONE) {
            delivery.start(getMailetContext(), BounceProcessor.of(this));
        }
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return sharedDomains == SharedDomains.NONE ? List.of() : List.of(new ProcessingState(BounceProcessor.of(this)));
    }

    @Override
    public String getMailetInfo() {
        return "Hands mail over to the servers that share its domain";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> shared =
                sendable(mail).stream().filter(this::concerns).toList();
        if (shared.isEmpty()) {
            Notes.atHome(mail);
            return;
        }
        OurHeaders.takeOffUnlessFromPeer(mail);
        Optional<EarlierRefusal> earlier = EarlierRefusal.of(mail);
        Map<MailAddress, Verdict> answers =
                gateways.decide(earlier.isPresent() ? lookUpAgain(mail, earlier.get(), shared) : verdicts.of(shared));
        handOver(mail, answers);
        gateways.handOver(mail, answers);
        keep(mail, answers);
        if (mail.getRecipients().isEmpty()) {
            mail.setState(Mail.GHOST);
            return;
        }
        if (earlier.isPresent() && EarlierRefusal.isOver(mail, answers)) {
            Notes.unmarkLastWay(mail);
        }
        Notes.atHome(mail);
    }

    /** The recipients that the mail has once those have left it whose address, or whose sender, no command carries. */
    private Collection<MailAddress> sendable(Mail mail) throws MessagingException {
        if (sharedDomains != SharedDomains.NONE) {
            new SendableRecipients(getMailetContext(), this::mayBeHere)
                    .keepIn(mail, (recipients, cause) -> delivery.bounces().giveBack(mail, recipients, cause));
        }
        return mail.getRecipients();
    }

    // What is for the outside world too: RecipientRewriteTable, which comes next, throws at some of these addresses.
    private boolean mayBeHere(MailAddress recipient) {
        if (!concerns(recipient)) {
            return getMailetContext().isLocalServer(recipient.getDomain());
        }
        return ownership
                .known(recipient)
                .filter(verdict -> verdict instanceof Verdict.Local || verdict instanceof Verdict.Undetermined)
                .isPresent();
    }

    private boolean concerns(MailAddress recipient) {
        return gateways.concerns(recipient) || sharedDomains.contains(recipient.getDomain());
    }

    /** Whom no other server has than the one that refused the mail already, it stays refused to. */
    private Map<MailAddress, Verdict> lookUpAgain(Mail mail, EarlierRefusal refusal, List<MailAddress> shared)
            throws MessagingException {
        Map<MailAddress, Verdict> answers = verdicts.without(refusal.peer(), shared);
        List<MailAddress> refused = answers.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof Verdict.Nobody)
                .map(Map.Entry::getKey)
                .toList();
        if (!refused.isEmpty()) {
            delivery.bounces().giveBack(mail, refused, refusal.cause());
            Copies.takeOff(mail, refused);
            answers.keySet().removeAll(refused);
        }
        return answers;
    }

    private void handOver(Mail mail, Map<MailAddress, Verdict> answers) throws MessagingException {
        Map<PeerName, List<MailAddress>> byPeer = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.OnPeer onPeer && delivery.serves(onPeer.owner())) {
                byPeer.computeIfAbsent(onPeer.owner(), ignored -> new ArrayList<>())
                        .add(recipient);
            }
        });
        if (byPeer.isEmpty()) {
            return;
        }
        Trace trace = Trace.of(mail.getMessage());
        Optional<String> refusal = trace.refusal(node);
        for (Map.Entry<PeerName, List<MailAddress>> group : byPeer.entrySet()) {
            PeerName peer = group.getKey();
            if (refusal.isPresent()) {
                delivery.bounces().giveBack(mail, group.getValue(), Cause.loop(refusal.get()));
            } else {
                Copies.give(mail, group.getValue(), copy -> {
                    EarlierRefusal.clear(copy);
                    trace.extend(copy.getMessage(), node, peer);
                    markForMembers(copy);
                    Notes.markWay(copy, ways(group.getValue(), answers));
                    delivery.handOver(copy, peer);
                    LOGGER.info(
                            "{} for {} goes to {} as {}",
                            mail.getName(),
                            sources(group.getValue(), answers),
                            peer,
                            copy.getName());
                });
            }
            Copies.takeOff(mail, group.getValue());
        }
    }

    /**
     * Lets the peer know which lists the copy comes from, as its recipients may get another one. The mark counts in our own
     * session only: by way of the smart host the copy would pass for another post.
     */
    private static void markForMembers(Mail copy) throws MessagingException {
        Optional<Post> post = Post.of(copy);
        if (post.isPresent()) {
            new ListMark(ListMark.Copy.MEMBER, post.get().lists(), Set.of()).writeTo(copy.getMessage());
            Notes.avoidSmartHost(copy);
        }
    }

    private void keep(Mail mail, Map<MailAddress, Verdict> answers) throws MessagingException {
        Map<MailAddress, String> doubts = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.Undetermined undetermined) {
                doubts.put(recipient, text(undetermined));
            } else if (verdict instanceof Verdict.OnPeer onPeer && !delivery.serves(onPeer.owner())) {
                doubts.put(recipient, onPeer.owner() + ": not configured as a peer any more");
            }
        });
        if (!doubts.isEmpty()) {
            String reasons = doubts.values().stream().distinct().collect(Collectors.joining("; "));
            Copies.give(mail, doubts.keySet(), copy -> delivery.keep(copy, reasons));
            Copies.takeOff(mail, doubts.keySet());
        }
    }

    private static String sources(List<MailAddress> recipients, Map<MailAddress, Verdict> answers) {
        return recipients.stream()
                .map(recipient -> Audit.of(recipient)
                        + (answers.get(recipient) instanceof Verdict.OnPeer onPeer ? " (" + onPeer.source() + ")" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String ways(List<MailAddress> recipients, Map<MailAddress, Verdict> answers) {
        return recipients.stream()
                .map(recipient ->
                        answers.get(recipient) instanceof Verdict.OnPeer onPeer && onPeer.source() == Source.CACHE
                                ? "cache"
                                : "peer")
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String text(Verdict.Undetermined undetermined) {
        return undetermined.doubts().stream()
                .map(doubt -> doubt.who() + ": " + doubt.reason())
                .collect(Collectors.joining(", "));
    }
}
