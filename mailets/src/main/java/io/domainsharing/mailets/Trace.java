// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** The handovers between peers that a mail has behind it, oldest first, as its trace header tells (L1). */
record Trace(List<Hop> hops) {
    static final String HEADER = "X-Domain-Sharing";
    private static final int MOST_HOPS = 2;

    Trace {
        hops = hops.stream().sorted(Comparator.comparingInt(Hop::number)).toList();
    }

    static Trace of(MimeMessage message) throws MessagingException {
        String[] lines = message.getHeader(HEADER);
        return new Trace(
                lines == null ? List.of() : Arrays.stream(lines).map(Hop::parse).toList());
    }

    /** Takes a header away that no peer can have written; leaves a message without one untouched, and says so by false. */
    static boolean strip(MimeMessage message) throws MessagingException {
        if (message.getHeader(HEADER) == null) {
            return false;
        }
        message.removeHeader(HEADER);
        return true;
    }

    /** Takes the lines of this server away: the handover that they tell of did not come about. */
    static void withdraw(MimeMessage message, NodeName here) throws MessagingException {
        String[] lines = message.getHeader(HEADER);
        if (lines != null
                && Arrays.stream(lines).anyMatch(line -> Hop.parse(line).isBy(here))) {
            message.removeHeader(HEADER);
            for (String line : lines) {
                if (!Hop.parse(line).isBy(here)) {
                    message.addHeader(HEADER, line);
                }
            }
        }
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

    /** Writes the next handover into the message. */
    void extend(MimeMessage message, NodeName here, PeerName peer) throws MessagingException {
        message.addHeader(HEADER, Hop.of(here, peer, hops.size() + 1).line());
    }
}
