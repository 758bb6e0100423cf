// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@link Claims} that all nodes of a site share. Thread-safe; blocks. */
final class SharedClaims {
    /** How often a claim is tried while other mails claim the same. */
    private static final int TRIES = 100;

    private final SharedState state;
    private final Duration retention;

    SharedClaims(SharedState state, Duration retention) {
        this.state = state;
        this.retention = retention;
    }

    /**
     * The claims after that mail has come.
     *
     * @param known what this node knows of the post already, which counts where nobody has claimed it
     * @param now seconds since 1970
     * @throws StateUnavailableException it cannot be claimed now
     */
    Claims claim(CopyKey copy, @Nullable Claims known, long now, Set<Long> lists, long mail)
            throws StateUnavailableException {
        StateKey key = new StateKey(StateKind.LIST_COPY, copy.text());
        for (int i = 0; i < TRIES; i++) {
            Optional<String> before = state.get(key);
            Claims after = Claims.after(before.isPresent() ? parse(before.get()) : known, now, lists, mail);
            String text = after.text();
            if (before.filter(text::equals).isPresent()) {
                return after;
            }
            StateValue value = StateValue.expiring(text, left(after, now));
            if (before.isPresent() ? state.compareAndSet(key, before.get(), value) : state.putIfAbsent(key, value)) {
                return after;
            }
        }
        throw new StateUnavailableException(
                "a list post is claimed all the time", new IllegalStateException(TRIES + " tries"));
    }

    private static Claims parse(String text) throws StateUnavailableException {
        try {
            return Claims.parse(text);
        } catch (IllegalArgumentException e) {
            throw new StateUnavailableException("a claim is damaged", e);
        }
    }

    private Duration left(Claims claims, long now) {
        long seconds = retention.toSeconds() - Math.max(0, now - claims.since());
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
