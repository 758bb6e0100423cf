// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.verdict;

import io.domainsharing.ownership.configuration.LookupConfiguration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for several answers at once, on a thread that may block. Thread-safe.
 *
 * @param deadline for all of them together
 */
public record Patience(Duration deadline) {
    /** What a look-up that breaks its promise gets beyond its budget. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Patience.class);

    public static Patience within(LookupConfiguration lookup) {
        return new Patience(lookup.budget().plus(GRACE));
    }

    /**
     * One answer for each look-up, in the order given.
     *
     * @param late stands in for an answer that is not there in time, or failed
     */
    public <K, V> Map<K, V> answersTo(Map<K, CompletableFuture<V>> lookups, V late) {
        await(CompletableFuture.allOf(lookups.values().toArray(CompletableFuture<?>[]::new)));
        Map<K, V> answers = new LinkedHashMap<>();
        lookups.forEach(
                (key, lookup) -> answers.put(key, lookup.isCompletedExceptionally() ? late : lookup.getNow(late)));
        return answers;
    }

    private void await(CompletableFuture<?> all) {
        try {
            all.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.error("Look-ups took longer than their budget; their addresses are asked for again later");
        } catch (ExecutionException e) {
            LOGGER.error("A look-up failed; its address is asked for again later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
