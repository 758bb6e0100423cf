// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is written into an entry.
 *
 * @param lifetime how long it is there, in whole seconds, the last one begun counting as one; null: until it is removed
 */
public record StateValue(String text, @Nullable Duration lifetime) {
    private static final Duration LONGEST = Duration.ofDays(10 * 365);

    public StateValue {
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("nothing is there for " + lifetime);
        }
    }

    /** Stays until it is removed. */
    public static StateValue lasting(String text) {
        return new StateValue(text, null);
    }

    public static StateValue expiring(String text, Duration lifetime) {
        return new StateValue(text, lifetime);
    }

    /** The lifetime in whole seconds. */
    public OptionalLong seconds() {
        return Optional.ofNullable(lifetime)
                .map(time -> OptionalLong.of(time.plusSeconds(1).minusNanos(1).toSeconds()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public String toString() {
        // Among the texts are keys and secrets.
        return "StateValue[" + text.length() + " characters, lifetime " + lifetime + "]";
    }
}
