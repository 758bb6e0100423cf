// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.Asked;
import io.domainsharing.ownership.membership.PeerDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;

/**
 * Asks every peer of an address afresh, past cache and circuit breaker, and tells each one's answer: for operators, and
 * wherever a remembered answer is not good enough. Thread-safe; never blocks; never fails.
 */
public final class FreshLookup {
    private final PeerDirectory peers;
    private final PeerLookups lookups;
    private final LongSupplier nanos;

    /**
     * What one peer said.
     *
     * @param took until its answer, or until it was given up
     */
    public record Reply(PeerName peer, PeerAnswer answer, Duration took) {
        /** Whether the peer has the address, no matter if it takes mail for it now. */
        boolean isClaim() {
            return answer instanceof PeerAnswer.Accepts || answer instanceof PeerAnswer.NotNow;
        }

        /** Whether the peer says yes to this address as to every other. */
        boolean acceptsEverything() {
            return answer instanceof PeerAnswer.AcceptsAll;
        }

        /** Whether it remains open if the peer has the address. */
        boolean isMissing() {
            return answer instanceof PeerAnswer.NoAnswer;
        }
    }

    /**
     * Asks these peers.
     *
     * @param lookups without any guard, each within the look-up budget
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public FreshLookup(PeerDirectory peers, PeerLookups lookups, LongSupplier nanos) {
        this.peers = peers;
        this.lookups = lookups;
        this.nanos = nanos;
    }

    /** The reply of each that is asked, in order of preference, once the last is in. */
    public CompletionStage<List<Reply>> ask(MailAddress address) {
        return ask(peers.asked(address.getDomain()), address);
    }

    /** The reply of each of these, in their order, and behind them whose word is missing on who is to be asked. */
    CompletionStage<List<Reply>> ask(Asked asked, MailAddress address) {
        List<CompletableFuture<Reply>> replies = Stream.concat(
                        asked.destinations().stream()
                                .map(peer -> ask(peer, address).toCompletableFuture()),
                        Stream.ofNullable(asked.missing())
                                .map(missing -> new Reply(missing.who(), missing.answer(), Duration.ZERO))
                                .map(CompletableFuture::completedFuture))
                .toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(done -> replies.stream().map(CompletableFuture::join).toList());
    }

    /** This peer's reply, whatever it is asked for otherwise. */
    public CompletionStage<Reply> ask(Destination peer, MailAddress address) {
        long start = nanos.getAsLong();
        return lookups.of(peer)
                .ask(address)
                .thenApply(answer -> new Reply(peer.name(), answer, Duration.ofNanos(nanos.getAsLong() - start)));
    }
}
