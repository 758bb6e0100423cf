// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
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
 * fail apart from each other. Gateways that fetch their mail by ETRN do not count. Thread-safe; never blocks.
 */
public final class LateMail {
    /** Later than a server that is restarted, and than the first tries of mail that greylisting defers. */
    public static final Duration LATE = Duration.ofMinutes(15);
    /** By then the hand-over has failed more than once. */
    static final Duration REPEATED = Duration.ofMinutes(5);

    private final PeerDirectory peers;
    private final WaitingMail mail;
    private final Clock clock;

    @Inject
    public LateMail(PeerDirectory peers, WaitingMail mail, Clock clock) {
        this.peers = peers;
        this.mail = mail;
        this.clock = clock;
    }

    /** In words; empty: there is none. */
    public String found() {
        String found = names().flatMap(name -> late(name).stream()).collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : "Mail waits: " + found;
    }

    /** Finds mail that is late, and mail that is not yet, but was tried in vain. */
    public void check(Findings findings) {
        names().forEach(name -> {
            HeldMail held = mail.held(name);
            Place place = Place.of("").key("queue domain-sharing-" + name);
            Optional<String> late = late(name);
            if (late.isPresent()) {
                findings.warning(
                        Rule.LATE_MAIL,
                        place,
                        "mail waits: " + late.get(),
                        "Look why the last try failed: domain-sharing peers " + name
                                + ". Then have it tried now: domain-sharing peers flush " + name);
            } else if (held.lastFailure() != null && hasWaited(held, REPEATED)) {
                findings.warning(
                        Rule.HANDOVER_FAILS,
                        place,
                        "the hand-over fails again and again: "
                                + held.lastFailure().text(),
                        "Mend what the reply says, there or here; mail is tried again by itself");
            }
        });
    }

    private Stream<PeerName> names() {
        PeerSet now = peers.current();
        return Stream.concat(
                now.peers().stream().map(Peer::name),
                now.gateways().stream()
                        .filter(gateway -> gateway.etrn().isNobody())
                        .map(Gateway::name));
    }

    private boolean hasWaited(HeldMail held, Duration time) {
        Instant oldest = held.oldestSince();
        return oldest != null && Duration.between(oldest, clock.instant()).compareTo(time) >= 0;
    }

    private Optional<String> late(PeerName name) {
        HeldMail held = mail.held(name);
        if (!hasWaited(held, LATE)) {
            return Optional.empty();
        }
        HeldMail.Failure last = held.lastFailure();
        return Optional.of(held.waiting() + " for " + name + ", the oldest since " + held.oldestSince()
                + (last == null ? "" : " (" + last.text() + ')'));
    }
}
