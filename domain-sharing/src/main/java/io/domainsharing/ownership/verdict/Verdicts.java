// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.verdict;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.core.MailAddress;

/**
 * Waits for the verdicts on several addresses at once, on a thread that may block; what is not there in time is
 * undetermined, never "unknown recipient". Thread-safe.
 */
public record Verdicts(Ownership ownership, Patience patience) {
    public static Verdicts within(Ownership ownership, LookupConfiguration lookup) {
        return new Verdicts(ownership, Patience.within(lookup));
    }

    /** One verdict for each address, in the order given. */
    public Map<MailAddress, Verdict> of(Collection<MailAddress> addresses) {
        return of(addresses, ownership::resolve);
    }

    /** The same with the word of one peer left out: {@link Ownership#resolveWithout}. */
    public Map<MailAddress, Verdict> without(PeerName refuser, Collection<MailAddress> addresses) {
        return of(addresses, address -> ownership.resolveWithout(address, refuser));
    }

    private Map<MailAddress, Verdict> of(
            Collection<MailAddress> addresses, Function<MailAddress, CompletionStage<Verdict>> lookup) {
        Map<MailAddress, CompletableFuture<Verdict>> lookups = new LinkedHashMap<>();
        addresses.forEach(address ->
                lookups.computeIfAbsent(address, asked -> lookup.apply(asked).toCompletableFuture()));
        Verdict late = new Verdict.Undetermined(
                List.of(new Verdict.MissingAnswer("look-up", "no verdict within the budget", false)));
        return patience.answersTo(lookups, late);
    }
}
