// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.domainsharing.ownership.Destination;
import io.domainsharing.smtpclient.Extensions;
import io.domainsharing.smtpclient.ExtensionsListener;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;

/**
 * What the servers of peers and gateways announce by EHLO, as heard last: when mail is handed over, when they are asked by SMTP, in the
 * hourly check, and when {@link CapabilityProbes} ask. Only what was heard within {@link #FRESH} refuses anything (docs/adr/0052).
 * Thread-safe; never blocks.
 */
public final class Capabilities implements ExtensionsListener {
    /** So long a limit counts: an operator may have raised it since. */
    public static final Duration FRESH = Duration.ofMinutes(1);

    private static final int MAXIMUM = 10_000;
    /** What mail may depend on; the rest of what a server says is not kept. */
    private static final List<String> KNOWN = List.of(
            "8BITMIME",
            "CHUNKING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "PIPELINING",
            "REQUIRETLS",
            "SIZE",
            "SMTPUTF8",
            "STARTTLS");

    private final Cache<String, Heard> heard =
            CacheBuilder.newBuilder().maximumSize(MAXIMUM).build();
    /** The smallest limit ever heard: most messages are smaller, and need no more than this. */
    private final LongAccumulator smallest = new LongAccumulator(Math::min, Long.MAX_VALUE);

    private final Clock clock;
    private final LongSupplier nanos;

    /**
     * What one server has announced.
     *
     * @param keywords those that mail may depend on, sorted
     * @param limit the largest message that it takes, in octets; empty: it announces none
     * @param nanos the same moment as {@code at}, by a clock that nobody sets
     */
    public record Heard(List<String> keywords, OptionalLong limit, Instant at, long nanos) {
        static Heard of(Extensions extensions, Instant at, long nanos) {
            return new Heard(KNOWN.stream().filter(extensions::has).toList(), extensions.limit(), at, nanos);
        }
    }

    /**
     * Has heard of none.
     *
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public Capabilities(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public void announced(SmtpServer server, Extensions extensions) {
        extensions.limit().ifPresent(smallest::accumulate);
        heard.put(keyOf(server), Heard.of(extensions, clock.instant(), nanos.getAsLong()));
    }

    // Whatever is wanted of its TLS.
    private static String keyOf(SmtpServer server) {
        return server.toString().toLowerCase(Locale.ROOT);
    }

    /** What that server has announced last; empty: it was not heard. */
    public Optional<Heard> of(SmtpServer server) {
        return Optional.ofNullable(heard.getIfPresent(keyOf(server)));
    }

    /**
     * The largest message, in octets, that any of its hosts takes (RFC 1870). Empty: one announces no limit, or was never heard.
     *
     * @param within so lately each must have been heard
     */
    public OptionalLong limit(Destination destination, Duration within) {
        long largest = 0;
        for (SmtpServer server : SmtpLookups.servers(destination)) {
            Heard last = heard.getIfPresent(keyOf(server));
            if (last == null || nanos.getAsLong() - last.nanos() > within.toNanos()) {
                return OptionalLong.empty();
            }
            OptionalLong limit = last.limit();
            if (limit.isEmpty()) {
                return limit;
            }
            largest = Math.max(largest, limit.getAsLong());
        }
        return largest == 0 ? OptionalLong.empty() : OptionalLong.of(largest);
    }

    /** Whether any server that was ever heard might refuse a message of so many octets. Costs next to nothing. */
    public boolean mayExceed(long octets) {
        return octets > smallest.get();
    }

    /** Whether a message of so many octets was too large for it when it was heard last, however long ago. */
    public boolean wasTooLarge(long octets, Destination destination) {
        OptionalLong limit = limit(destination, Duration.ofNanos(Long.MAX_VALUE));
        return limit.isPresent() && octets > limit.getAsLong();
    }
}
