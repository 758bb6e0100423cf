// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The mail that waits for one peer or gateway, as far as James's queue lets it be seen.
 *
 * @param waiting how many messages; null: the queue cannot tell
 * @param oldestSince since when the oldest of them waits; null: none waits, or the queue does not tell
 * @param nextAttempt when the first of them is tried; null: none waits, or the queue does not tell
 * @param lastFailure why the last one that was tried still waits, on one line; null: the last one tried has left
 */
public record HeldMail(
        @Nullable Long waiting,
        @Nullable Instant oldestSince,
        @Nullable Instant nextAttempt,
        @Nullable Failure lastFailure) {
    /** Nothing waits. */
    public static final HeldMail NONE = new HeldMail(0L, null, null, null);

    /** The queue cannot tell. */
    public static final HeldMail NOT_KNOWN = new HeldMail(null, null, null, null);

    /** Why a mail waits. */
    public record Failure(Instant at, String text) {}

    public HeldMail withFailure(@Nullable Failure failure) {
        return new HeldMail(waiting, oldestSince, nextAttempt, failure);
    }
}
