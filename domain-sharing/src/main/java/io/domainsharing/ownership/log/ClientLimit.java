// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.log;

import io.domainsharing.ownership.ClientNetwork;
import java.net.InetAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * For lines that a client causes one by one: so many a minute of each client, and then none but one that counts the rest once
 * the minute is over. An IPv6 network of 64 bits is one client. Clients beyond the first thousand of a minute share one count,
 * so that neither the memory nor the log grows with their number. Thread-safe.
 */
public final class ClientLimit {
    /** Of one client within {@link LogLimit#EVERY}. */
    public static final int LINES = 60;

    static final int CLIENTS = 1_000;
    static final String OTHERS = "other clients";

    private final Clock clock;
    private final Executor whenOver;
    private final ObjLongConsumer<String> rest;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long until;
    private boolean isAwaited;

    /**
     * @param whenOver runs what it is given {@link LogLimit#EVERY} later
     * @param rest told each client of which lines were left out, and how many
     */
    public ClientLimit(Clock clock, Executor whenOver, ObjLongConsumer<String> rest) {
        this.clock = clock;
        this.whenOver = whenOver;
        this.rest = rest;
    }

    /** Whether one more line of that client may be logged; null: who it is cannot be told. */
    public boolean admits(@Nullable InetAddress client) {
        Map<String, Long> leftOut;
        boolean isAdmitted;
        boolean awaits = false;
        synchronized (this) {
            leftOut = turn(clock.millis());
            isAdmitted = counts.merge(nameOf(client), 1L, Long::sum) <= LINES;
            if (!isAdmitted && !isAwaited) {
                isAwaited = true;
                awaits = true;
            }
        }
        leftOut.forEach(rest::accept);
        if (awaits) {
            whenOver.execute(this::tellRest);
        }
        return isAdmitted;
    }

    /** Tells of every line that was left out and begins a new minute. */
    public void tellRest() {
        Map<String, Long> leftOut;
        synchronized (this) {
            isAwaited = false;
            until = 0;
            leftOut = turn(clock.millis());
        }
        leftOut.forEach(rest::accept);
    }

    /** Begins a new minute where the last one is over; what it left out. */
    private Map<String, Long> turn(long now) {
        // A clock that was a day ahead and has been set right must not silence the lines of a day.
        boolean isOver = now >= until || until - now > LogLimit.EVERY.toMillis();
        if (!isOver) {
            return Map.of();
        }
        until = now + LogLimit.EVERY.toMillis();
        Map<String, Long> leftOut = new LinkedHashMap<>();
        counts.forEach((client, lines) -> {
            if (lines > LINES) {
                leftOut.put(client, lines - LINES);
            }
        });
        counts.clear();
        return leftOut;
    }

    private String nameOf(@Nullable InetAddress client) {
        String name = client == null ? OTHERS : ClientNetwork.nameOf(client);
        return counts.size() < CLIENTS || counts.containsKey(name) ? name : OTHERS;
    }
}
