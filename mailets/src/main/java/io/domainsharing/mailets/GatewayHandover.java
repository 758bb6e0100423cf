// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.mailets.delivery.Portions;
import io.domainsharing.mailets.list.SecondCopies;
import io.domainsharing.mailets.trace.ArrivedFor;
import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.LoopGuard;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.trace.PriorRefusal;
import io.domainsharing.message.FrontLines;
import io.domainsharing.message.MailTrace;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.OnGateway;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of accepted mail to gateways. What is in a gateway's domain goes to its host also where nobody has the address, for
 * mail that did not come by SMTP has not been verified: the host's own reply is what its sender hears. Only where a peer may
 * have the address and does not say so, it is kept.
 */
record GatewayHandover(Gateways gateways, LoopGuard guard, PeerDelivery delivery, SecondCopies secondCopies) {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayHandover.class);

    boolean concerns(MailAddress recipient) {
        return gateways.contains(recipient.getDomain());
    }

    /** Whether only its host can say that it takes the recipient: it may offer SMTPUTF8, which no look-up needs to know. */
    boolean mayCarry(MailAddress recipient) {
        return concerns(recipient) && AddressSyntax.of(recipient.asString()).kind() == AddressSyntax.Kind.UTF8;
    }

    /** The verdicts, with all that a gateway's host is to say itself given to it. */
    Map<MailAddress, Verdict> decide(Map<MailAddress, Verdict> answers) {
        Map<MailAddress, Verdict> decided = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> decided.put(
                recipient,
                gateways.of(recipient.getDomain())
                        .filter(gateway -> isForHost(gateway, verdict))
                        .<Verdict>map(gateway -> new OnGateway(gateway.domain(), Proof.UNCHECKED))
                        .orElse(verdict)));
        return decided;
    }

    /** Queues a copy for each gateway. */
    void handOver(Mail mail, Portions portions, Map<MailAddress, Verdict> answers) {
        Map<Domain, List<MailAddress>> byDomain = new LinkedHashMap<>();
        answers.forEach((recipient, verdict) -> {
            if (verdict instanceof OnGateway onGateway) {
                byDomain.computeIfAbsent(onGateway.domain(), ignored -> new ArrayList<>())
                        .add(recipient);
            }
        });
        for (Map.Entry<Domain, List<MailAddress>> group : byDomain.entrySet()) {
            Gateway gateway = gateways.of(group.getKey()).orElseThrow();
            portions.settle(group.getValue(), () -> handOver(mail, gateway, group.getValue(), answers));
        }
    }

    private void handOver(Mail mail, Gateway gateway, List<MailAddress> found, Map<MailAddress, Verdict> answers)
            throws MessagingException {
        List<MailAddress> recipients = secondCopies.without(mail, found, recipient -> true);
        if (recipients.isEmpty()) {
            return;
        }
        MailTrace trace = guard.trace(mail);
        Optional<String> refusal = trace.refusal(guard.node(), gateway);
        if (refusal.isPresent()) {
            delivery.bounces().giveBack(mail, recipients, Cause.loop(refusal.get()));
            return;
        }
        Copies.give(mail, recipients, copy -> {
            PriorRefusal.clear(copy);
            FrontLines.prepend(copy, List.of(trace.next(guard.node(), gateway)));
            SecondCopies.keepClaim(mail, copy);
            MailAttributes.markWay(copy, ways(recipients, answers));
            delivery.handOver(copy, gateway);
            LOGGER.info(
                    "{} for {} goes to {} as {}", mail.getName(), Audit.of(recipients), gateway.name(), copy.getName());
        });
        ArrivedFor.noteHandedOver(mail, recipients);
    }

    private static String ways(List<MailAddress> recipients, Map<MailAddress, Verdict> answers) {
        return recipients.stream()
                .map(recipient ->
                        answers.get(recipient) instanceof OnGateway onGateway ? way(onGateway.proof()) : "peer")
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String way(Proof proof) {
        return switch (proof) {
            case LISTED, UNCHECKED -> "local";
            case CACHE -> "cache";
            case ASKED, UNREACHABLE -> "peer";
        };
    }

    private static boolean isForHost(Gateway gateway, Verdict verdict) {
        return switch (verdict.kind()) {
            case NOBODY -> true;
            case UNDETERMINED -> !gateway.alsoAskPeers()
                    || ((Verdict.Undetermined) verdict)
                            .missingAnswers().stream().allMatch(missing -> missing.who()
                                    .equals(gateway.name().value()));
            case LOCAL, ON_PEER, ON_GATEWAY -> false;
        };
    }
}
