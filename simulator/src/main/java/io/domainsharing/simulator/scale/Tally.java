// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What questions there were, and for whom. One thread. */
final class Tally {
    private final LongSupplier nanos;
    private final List<Recipient> recipients = new ArrayList<>();
    private final Map<String, Recipient> latest = new HashMap<>();
    private @Nullable Recipient asking;
    private long probes;
    private long probeOctets;

    /** @param nanos a clock such as {@link System#nanoTime} */
    Tally(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A RCPT for that address: questions about it are its own from now on. */
    void add(Recipient recipient, String address) {
        recipients.add(recipient);
        latest.put(address, recipient);
    }

    List<Recipient> recipients() {
        return recipients;
    }

    /** Asks about an address for those who want to know about it, and not to see whether a peer lives. */
    <T> T asking(String address, Supplier<T> question) {
        asking = latest.get(address);
        try {
            return question.get();
        } finally {
            asking = null;
        }
    }

    /** One more question; null: no RCPT is the cause of it, but whether a peer lives. */
    @Nullable
    Recipient question() {
        Recipient asked = asking;
        if (asked == null) {
            probes++;
        } else {
            asked.questions++;
        }
        return asked;
    }

    void octets(@Nullable Recipient asked, int octets) {
        if (asked == null) {
            probeOctets += octets;
        } else {
            asked.octets += octets;
        }
    }

    /** Runs it, and counts its time for that RCPT. */
    void measure(@Nullable Recipient asked, Runnable task) {
        long start = nanos.getAsLong();
        task.run();
        if (asked != null) {
            asked.nanos += nanos.getAsLong() - start;
        }
    }

    long probes() {
        return probes;
    }

    long probeOctets() {
        return probeOctets;
    }
}
