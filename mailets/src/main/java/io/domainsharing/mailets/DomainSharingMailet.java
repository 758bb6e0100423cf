// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.mailets.delivery.Portions;
import io.domainsharing.mailets.list.ListMark;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.mailets.list.SecondCopies;
import io.domainsharing.mailets.trace.ArrivedFor;
import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.GuardedMail;
import io.domainsharing.mailets.trace.HereAfterRefusal;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.trace.PriorRefusal;
import io.domainsharing.message.FrontLines;
import io.domainsharing.message.MessageOctets;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.verdict.Verdicts;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * recipient leaves the mail only when its copy is in a queue (L2); what fails for one peer fails for no other recipient, see {@link
 * Portions}.
 */
public class DomainSharingMailet extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DomainSharingMailet.class);

    private final Ownership ownership;
    private final SharedDomains sharedDomains;
    private final LoopGuard guard;
    private final PeerDelivery delivery;
    private final Verdicts lookUps;
    private final GatewayHandover gateways;
    private final QueuedAddresses queued;
    private final AtomicBoolean warned = new AtomicBoolean();

    @Inject
    public DomainSharingMailet(
            Ownership ownership,
            SharedDomains sharedDomains,
            LoopGuard guard,
            LookupConfiguration lookup,
            PeerDelivery delivery,
            Gateways gateways,
            SecondCopies secondCopies,
            QueuedAddresses queued) {
        this.ownership = ownership;
        this.sharedDomains = sharedDomains;
        this.guard = guard;
        this.delivery = delivery;
        this.lookUps = Verdicts.within(ownership, lookup);
        this.gateways = new GatewayHandover(gateways, guard, delivery, secondCopies);
        this.queued = queued;
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
        if (sharedDomains != SharedDomains.NONE) {
            guard.noteArrival(mail);
        }
        List<MailAddress> shared = sendable(mail).stream()
                .filter(recipient -> concerns(recipient) && !HereAfterRefusal.includes(mail, recipient))
                .toList();
        if (shared.isEmpty()) {
            MailAttributes.atHome(mail);
            return;
        }
        if (MessageOctets.isChanged(mail) && warned.compareAndSet(false, true)) {
            LOGGER.warn(
                    "{} has been changed before it comes to DomainSharingMailet, so it leaves with a header that JavaMail has written"
                            + " anew. In conf/mailetcontainer.xml move the mailets that change messages, such as RemoveMimeHeader,"
                            + " to where james-conf/mailetcontainer.xml has them. This is said once",
                    mail.getName());
        }
        Optional<PriorRefusal> earlier = PriorRefusal.of(mail);
        Portions portions = new Portions(mail, delivery);
        Map<MailAddress, Verdict> answers = new LinkedHashMap<>();
        try {
            GuardedMail guarded = guard.on(mail);
            answers.putAll(decide(mail, portions, guarded, earlier, shared));
            handOver(mail, portions, guarded, answers);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("{} for {} cannot be looked up and is kept", mail.getName(), Audit.of(shared), e);
            answers.clear();
            List<MailAddress> left = new ArrayList<>(shared);
            left.retainAll(mail.getRecipients());
            portions.settle(left, () -> keep(mail, left, "this server could not look them up"));
        }
        gateways.handOver(mail, portions, answers);
        keepUndetermined(mail, portions, answers);
        portions.throwIfStuck();
        if (mail.getRecipients().isEmpty()) {
            mail.setState(Mail.GHOST);
            return;
        }
        if (earlier.isPresent() && PriorRefusal.isOver(mail, answers)) {
            MailAttributes.unmarkLastWay(mail);
        }
        MailAttributes.atHome(mail);
    }

    /** The verdicts on the recipients who are in no circle. */
    private Map<MailAddress, Verdict> decide(
            Mail mail,
            Portions portions,
            GuardedMail guarded,
            Optional<PriorRefusal> earlier,
            List<MailAddress> shared) {
        List<MailAddress> unserved = new ArrayList<>(shared);
        unserved.removeAll(takeOffServed(mail, guarded));
        Map<MailAddress, Verdict> verdicts =
                earlier.isPresent() ? lookUps.without(earlier.get().peer(), unserved) : lookUps.of(unserved);
        earlier.ifPresent(refusal -> {
            returnRefused(mail, portions, refusal, verdicts);
            HereAfterRefusal.note(mail, verdicts);
        });
        Map<MailAddress, Verdict> answers = gateways.decide(verdicts);
        guarded.learn(answers);
        guarded.circles(answers).forEach((reason, recipients) -> {
            portions.settle(recipients, () -> delivery.bounces().giveBack(mail, recipients, Cause.loop(reason)));
            answers.keySet().removeAll(recipients);
        });
        return answers;
    }

    private static Set<MailAddress> takeOffServed(Mail mail, GuardedMail guarded) {
        Set<MailAddress> served = guarded.served(mail.getRecipients());
        if (!served.isEmpty()) {
            Audit.LOG.info(
                    "{} for {} ends here: they have had it already (path {})",
                    mail.getName(),
                    Audit.of(served),
                    guarded.path());
            Copies.takeOff(mail, served);
        }
        return served;
    }

    /** The recipients that the mail has once those have left it whose address, or whose sender, no command carries. */
    private Collection<MailAddress> sendable(Mail mail) throws MessagingException {
        if (sharedDomains != SharedDomains.NONE) {
            new SendableRecipients(
                            getMailetContext(),
                            queued,
                            recipient -> mayBeHere(recipient) || gateways.mayCarry(recipient))
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
    private void returnRefused(Mail mail, Portions portions, PriorRefusal refusal, Map<MailAddress, Verdict> verdicts) {
        List<MailAddress> refused = verdicts.entrySet().stream()
                .filter(answer -> answer.getValue() instanceof Verdict.Nobody)
                .map(Map.Entry::getKey)
                .toList();
        if (!refused.isEmpty()) {
            portions.settle(refused, () -> delivery.bounces().giveBack(mail, refused, refusal.cause()));
            verdicts.keySet().removeAll(refused);
        }
    }

    private void handOver(Mail mail, Portions portions, GuardedMail guarded, Map<MailAddress, Verdict> answers) {
        Map<PeerName, List<MailAddress>> byPeer = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.OnPeer onPeer && delivery.serves(onPeer.owner())) {
                byPeer.computeIfAbsent(onPeer.owner(), ignored -> new ArrayList<>())
                        .add(recipient);
            }
        });
        byPeer.forEach((peer, all) -> guarded.departures(peer, all)
                .forEach((recipients, line) -> portions.settle(recipients, () -> {
                    handOver(mail, peer, recipients, AnswerText.ways(recipients, answers), guarded, line);
                    LOGGER.info("{} for {} goes to {}", mail.getName(), AnswerText.sources(recipients, answers), peer);
                })));
    }

    private void handOver(
            Mail mail, PeerName peer, List<MailAddress> recipients, String way, GuardedMail guarded, String line)
            throws MessagingException {
        Copies.give(mail, recipients, copy -> {
            PriorRefusal.clear(copy);
            if (guarded.trace().isTracedByStrangers()) {
                MailAttributes.avoidSmartHost(copy);
            }
            List<String> lines = new ArrayList<>(markForMembers(copy));
            lines.add(line);
            FrontLines.prepend(copy, lines);
            MailAttributes.markWay(copy, way);
            MailAttributes.markPath(copy, guarded.path());
            delivery.handOver(copy, peer);
        });
        ArrivedFor.noteHandedOver(mail, recipients);
    }

    /**
     * Lets the peer know which lists the copy comes from, as its recipients may get another one. The mark counts in our own
     * session only: by way of the smart host the copy would pass for another post.
     */
    private static List<String> markForMembers(Mail copy) {
        Optional<ListPost> post = ListPost.of(copy);
        if (post.isEmpty()) {
            return List.of();
        }
        MailAttributes.avoidSmartHost(copy);
        return new ListMark(ListMark.Copy.MEMBER, post.get().id(), post.get().lists(), Set.of()).fields();
    }

    private void keepUndetermined(Mail mail, Portions portions, Map<MailAddress, Verdict> answers) {
        Map<MailAddress, String> missingAnswers = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> {
            if (verdict instanceof Verdict.Undetermined undetermined) {
                missingAnswers.put(recipient, AnswerText.of(undetermined));
            } else if (verdict instanceof Verdict.OnPeer onPeer && !delivery.serves(onPeer.owner())) {
                missingAnswers.put(recipient, onPeer.owner() + ": not configured as a peer any more");
            }
        });
        if (!missingAnswers.isEmpty()) {
            String reasons = missingAnswers.values().stream().distinct().collect(Collectors.joining("; "));
            portions.settle(missingAnswers.keySet(), () -> keep(mail, missingAnswers.keySet(), reasons));
        }
    }

    private void keep(Mail mail, Collection<MailAddress> recipients, String reasons) throws MessagingException {
        Copies.give(mail, recipients, copy -> delivery.keep(copy, reasons));
    }
}
