// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;

/**
 * Mail that has been waiting for {@link #LATE} or longer, whatever look-ups say of the server that it is for: those and its SMTP
 * fail apart from each other. Gateways that fetch their mail by ETRN do not count. Thread-safe.
 */
final class LateMail {
    /** Later than a server that is restarted, and than the first tries of mail that greylisting defers. */
    static final Duration LATE = Duration.ofMinutes(15);

    private final PeerDirectory peers;
    private final WaitingMail mail;
    private final Clock clock;

    @Inject
    LateMail(PeerDirectory peers, WaitingMail mail, Clock clock) {
        this.peers = peers;
        this.mail = mail;
        this.clock = clock;
    }

    /** In words; empty: there is none. */
    String found() {
        PeerSet now = peers.current();
        String found = Stream.concat(
                        now.peers().stream().map(Peer::name),
                        now.gateways().stream()
                                .filter(gateway -> gateway.etrn().isNobody())
                                .map(Gateway::name))
                .flatMap(name -> late(name).stream())
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : "Mail waits: " + found;
    }

    private Optional<String> late(PeerName name) {
        HeldMail held = mail.held(name);
        Instant oldest = held.oldestSince();
        if (oldest == null || Duration.between(oldest, clock.instant()).compareTo(LATE) < 0) {
            return Optional.empty();
        }
        HeldMail.Failure last = held.lastFailure();
        return Optional.of(held.waiting() + " for " + name + ", the oldest since " + oldest
                + (last == null ? "" : " (" + last.text() + ')'));
    }
}
