// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.smtpclient.SmtpCommand;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Has the hosts of peers and gateways say EHLO, so that {@link Capabilities} hear what they announce now: of a peer that is new or another,
 * and of whoever is asked for, once a minute at most. Thread-safe; never blocks.
 */
public final class CapabilityProbes implements PeerChangeListener {
    private final SmtpExchange smtp;
    private final Duration budget;
    private final LongSupplier nanos;
    private final Map<PeerName, Asked> last = new ConcurrentHashMap<>();

    private record Asked(long at, CompletableFuture<Void> done) {}

    /**
     * Asks by that.
     *
     * @param budget for one host
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public CapabilityProbes(SmtpExchange smtp, Duration budget, LongSupplier nanos) {
        this.smtp = smtp;
        this.budget = budget;
        this.nanos = nanos;
    }

    /**
     * Completes when each of its hosts has said it, or the budget is over; at once where they could not be heard just now, so that nobody
     * waits twice for a server that is down. Never fails.
     */
    public CompletionStage<Void> ask(Destination destination) {
        long now = nanos.getAsLong();
        return last.compute(
                        destination.name(),
                        (name, before) -> before != null && now - before.at() < Capabilities.FRESH.toNanos()
                                ? before
                                : new Asked(now, greet(destination)))
                .done()
                .minimalCompletionStage();
    }

    private CompletableFuture<Void> greet(Destination destination) {
        return CompletableFuture.allOf(SmtpLookups.servers(destination).stream()
                .map(server -> smtp.ask(server, new SmtpCommand.Hello(), budget).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void afterSwap(PeerChange change) {
        change.removed().forEach(last::remove);
        Set<Object> before = new HashSet<>(change.before().destinations());
        Stream<? extends Destination> others =
                change.after().destinations().stream().filter(destination -> !before.contains(destination));
        others.forEach(destination -> last.put(destination.name(), new Asked(nanos.getAsLong(), greet(destination))));
    }
}
