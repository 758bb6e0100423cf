// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One look-up to a peer with several hosts: the first is asked, the next one only when that could not be, all within one
 * budget. Thread-safe; never blocks.
 */
final class HostsInTurn<H> {
    private final List<H> hosts;
    private final Duration budget;
    private final LongSupplier nanos;

    HostsInTurn(List<H> hosts, Duration budget, LongSupplier nanos) {
        this.hosts = List.copyOf(hosts);
        this.budget = budget;
        this.nanos = nanos;
    }

    /**
     * What came of asking one host.
     *
     * @param isAsked the look-up has come to it, so the next host is not asked
     */
    record HostAnswer(PeerAnswer answer, boolean isAsked) {}

    /** Asks one host within the time given. */
    @FunctionalInterface
    interface AskingHost<H> {
        CompletionStage<HostAnswer> ask(H host, Duration share);
    }

    CompletionStage<PeerAnswer> ask(AskingHost<H> asking) {
        return ask(asking, 0, nanos.getAsLong(), null);
    }

    // A host that is alive and would not be asked says more than the silence of the next one, and so does one that this
    // server
    // had no time to ask.
    private CompletionStage<PeerAnswer> ask(AskingHost<H> asking, int host, long started, @Nullable PeerAnswer before) {
        Duration left = budget.minusNanos(nanos.getAsLong() - started);
        // A silent host must leave time for those after it.
        Duration share = left.dividedBy(hosts.size() - host);
        return asking.ask(hosts.get(host), share).thenCompose(word -> {
            if (word.isAsked()) {
                return CompletableFuture.completedStage(word.answer());
            }
            PeerAnswer kept = before == null && isMoreThanSilence(word.answer()) ? word.answer() : before;
            return host < hosts.size() - 1
                    ? ask(asking, host + 1, started, kept)
                    : CompletableFuture.completedStage(kept == null ? word.answer() : kept);
        });
    }

    private static boolean isMoreThanSilence(PeerAnswer answer) {
        return answer instanceof NoAnswer none && isMoreThanSilence(none.reason());
    }

    static boolean isMoreThanSilence(Reason reason) {
        return reason == Reason.REFUSED || reason == Reason.OVERLOADED;
    }
}
