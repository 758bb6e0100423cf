// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the verdicts on several addresses at once, on a thread that may block; what is not there in time is
 * undetermined, never "nobody". Thread-safe.
 *
 * @param deadline for all of them together
 */
public record Verdicts(Ownership ownership, Duration deadline) {
    /** What a look-up that breaks its promise gets beyond its budget. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Verdicts.class);

    public static Verdicts within(Ownership ownership, LookupConfiguration lookup) {
        return new Verdicts(ownership, lookup.budget().plus(GRACE));
    }

    /** One verdict for each address, in the order given. */
    public Map<MailAddress, Verdict> of(Collection<MailAddress> addresses) {
        Map<MailAddress, CompletableFuture<Verdict>> questions = new LinkedHashMap<>();
        addresses.forEach(address -> questions.computeIfAbsent(
                address, asked -> ownership.resolve(asked).toCompletableFuture()));
        await(CompletableFuture.allOf(questions.values().toArray(CompletableFuture<?>[]::new)));
        Map<MailAddress, Verdict> verdicts = new LinkedHashMap<>();
        questions.forEach((address, question) -> verdicts.put(address, now(question)));
        return verdicts;
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

    private static Verdict now(CompletableFuture<Verdict> question) {
        Verdict late =
                new Verdict.Undetermined(List.of(new Verdict.Doubt("look-up", "no verdict within the budget", false)));
        return question.isCompletedExceptionally() ? late : question.getNow(late);
    }
}
