// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what went wrong in a session: whoever sends commands can cause such lines while James's repositories
 * fail, so there is at most one of each kind a minute. One for all listeners; thread-safe; never blocks.
 */
@Singleton
public final class HookFailure {
    private static final Logger LOGGER = LoggerFactory.getLogger(HookFailure.class);

    private final Map<Kind, LogLimit> limits = new EnumMap<>(Kind.class);

    /** What went wrong. */
    enum Kind {
        SENDER,
        RECIPIENT,
        MESSAGE,
        LOOK_UP,
        DIRECTORY,
        HELD_MAIL,
        NO_THREAD,
        REPLAY
    }

    @Inject
    public HookFailure(Clock clock) {
        for (Kind kind : Kind.values()) {
            limits.put(kind, new LogLimit(clock));
        }
    }

    /** @param what printable or not, without anything that a stranger wrote, save a domain */
    void error(Kind kind, String what, Throwable failure) {
        Objects.requireNonNull(limits.get(kind))
                .run(leftOut ->
                        LOGGER.error("{} ({} such lines were left out before)", Escaped.of(what), leftOut, failure));
    }
}
