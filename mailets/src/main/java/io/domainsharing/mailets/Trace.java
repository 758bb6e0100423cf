// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.smtp.ReceivedFromPeerAttribute;
import io.domainsharing.smtp.message.MessageHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * The handovers between peers that a mail has behind it, oldest first, as its header tells (L1): a line in front of the message
 * for each. The topmost is the newest; below a first hop stand those of an earlier way, or what a stranger wrote.
 */
record Trace(List<Hop> hops) {
    static final String HEADER = "X-Domain-Sharing";
    private static final int MOST_HOPS = 2;
    private static final int FIRST = 1;

    Trace {
        hops = hops.stream().sorted(Comparator.comparingInt(Hop::number)).toList();
    }

    /** As it is told in a peer's session; in all other mail a way begins, whoever wrote what into it. */
    static Trace of(Mail mail) throws MessagingException {
        return ReceivedFromPeerAttribute.of(mail).isEmpty() || Notes.beginsWay(mail)
                ? new Trace(List.of())
                : withOurs(mail);
    }

    /** The same with the line of this server on top, in mail that it has handed over. */
    static Trace withOurs(Mail mail) throws MessagingException {
        List<Hop> hops = new ArrayList<>();
        for (String line : MessageHead.of(mail, HEADER).values(HEADER)) {
            Hop hop = Hop.parse(line);
            hops.add(hop);
            if (hop.number() == FIRST) {
                break;
            }
        }
        return new Trace(hops);
    }

    /** Whether the mail tells of a handover though no peer brought it: a smart host may have, by way of the domain's MX. */
    static boolean isInMailOfStrangers(Mail mail) throws MessagingException {
        return ReceivedFromPeerAttribute.of(mail).isEmpty()
                && !MessageHead.of(mail, HEADER).values(HEADER).isEmpty();
    }

    /** Why the mail may not be handed over again, or empty when it may. */
    Optional<String> refusal(NodeName here) {
        if (hops.stream().anyMatch(hop -> hop.isBy(here))) {
            return Optional.of("Routing loop: " + path(here));
        }
        return hops.size() < MOST_HOPS ? Optional.empty() : Optional.of("Too many hops between peers: " + path(here));
    }

    /** The nodes that handed the mail over, and this one, which has it now. */
    String path(NodeName here) {
        return Stream.concat(hops.stream().map(Hop::node), Stream.of(here.value()))
                .collect(Collectors.joining(" -> "));
    }

    /** The nodes that handed the mail over. */
    String nodes() {
        return hops.stream().map(Hop::node).collect(Collectors.joining(" -> "));
    }

    /** The header field of the next handover. */
    String next(NodeName here, PeerName peer) {
        return HEADER + ": " + Hop.of(here, peer, hops.size() + 1).line();
    }
}
