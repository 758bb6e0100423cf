// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Nodes.EXAMPLE_COM;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalLists.Reach;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.verdict.Patience;
import io.domainsharing.ownership.verdict.Verdicts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D9")
class ListFinderTest {
    private static final MailAddress SALES = address("sales@example.com");
    private static final List<MailAddress> UNKNOWN = addresses("a@example.com", "b@example.com", "c@example.com");

    private final InMemoryOwnership ownership = new InMemoryOwnership();
    private final ListFinder finder = new ListFinder(
            (address, byCatchAll) -> byCatchAll
                    ? new Reach(Set.of(SALES), Set.of(address("ann@example.com")))
                    : new Reach(Set.of(), Set.of(address)),
            EXAMPLE_COM,
            EXAMPLE_COM::contains,
            new Verdicts(ownership, new Patience(Duration.ofSeconds(20))));

    @Test
    void catchAllsShouldBeAskedAboutAllAtOnce() throws Exception {
        CompletableFuture<ListExpansion> reached = CompletableFuture.supplyAsync(() -> {
            try {
                return finder.reachedBy(UNKNOWN);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        Awaitility.await("none of them answered yet")
                .until(() -> UNKNOWN.stream().allMatch(ownership::isPending));
        UNKNOWN.forEach(address -> ownership.complete(address, new Verdict.Local(LocalMatch.CATCH_ALL)));

        assertThat(reached.join().leadingToLists()).containsExactlyElementsOf(UNKNOWN);
    }
}
