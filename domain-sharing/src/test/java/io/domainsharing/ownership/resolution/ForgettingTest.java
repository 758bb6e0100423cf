// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator or a change makes this server forget, and what just being found out counts for then. */
class ForgettingTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final MailAddress ANN = address("ann@example.org");

    private final ResolverFixture fixture = new ResolverFixture("tokyo");
    private final OwnershipResolver testee = fixture.resolver;

    static Stream<Named<Consumer<ResolverFixture>>> changes() {
        return Stream.of(
                Named.of("the address", test -> test.resolver.evict(FRANK)),
                Named.of("an account appeared", test -> test.resolver.forgetNotFound(FRANK)),
                Named.of("the domain", test -> test.resolver.evictDomain(Domain.of("example.com"))),
                Named.of("the peer", test -> test.resolver.evictPeer(new PeerName("tokyo"))),
                Named.of("everything", test -> test.resolver.evictAll()),
                Named.of(
                        "the peer changed", test -> test.peers.replaceBy(InMemoryPeers.peer("tokyo", "192.0.2.0/24"))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nobodyShouldBeForgotten(Consumer<ResolverFixture> change) {
        fixture.lookups.program("tokyo", NO);
        testee.resolve(FRANK);
        assertThat(testee.isNobodyRemembered(FRANK)).isTrue();

        change.accept(fixture);

        assertThat(testee.isNobodyRemembered(FRANK)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void nobodyShouldNotBeRememberedWhenItIsJustBeingFoundOut(Consumer<ResolverFixture> change) {
        CompletableFuture<Verdict> waiting = testee.resolve(FRANK).toCompletableFuture();

        change.accept(fixture);
        fixture.lookups.answer("tokyo", NO);

        assertThat(waiting).isCompletedWithValue(new Verdict.Nobody());
        assertThat(testee.isNobodyRemembered(FRANK)).isFalse();
    }

    @Test
    void ownersOfOtherDomainsShouldStayWhenADomainIsForgotten() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.remember("ann@example.org", "tokyo");

        testee.evictDomain(Domain.of("example.com"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
        assertThat(fixture.cachedOwner("ann@example.org")).isEqualTo("tokyo");
    }

    @Test
    void noOwnerShouldStayWhenEverythingIsForgotten() {
        fixture.remember("frank@example.com", "tokyo");
        fixture.remember("ann@example.org", "tokyo");

        testee.evictAll();

        assertThat(testee.cached(FRANK)).isEmpty();
        assertThat(testee.cached(ANN)).isEmpty();
    }

    @Test
    void ownersShouldStayWhenTheirPeerChanges() {
        fixture.remember("frank@example.com", "tokyo");

        fixture.peers.replaceBy(InMemoryPeers.peer("tokyo", "192.0.2.0/24"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void ownersFromBeforeShouldBeForgottenWhenTheirPeerComesBack() {
        fixture.remember("frank@example.com", "lyon");

        fixture.peers.replaceBy(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("lyon"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void ownerShouldGiveWayWhenNobodyIsRemembered() {
        fixture.remember("frank@example.com", "tokyo");

        testee.rememberNobody(FRANK);

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
        assertThat(testee.known(FRANK)).contains(new Verdict.Nobody());
        fixture.lookups.program("tokyo", YES);
        assertThat(testee.resolve(FRANK).toCompletableFuture()).isCompletedWithValue(new Verdict.Nobody());
        assertThat(fixture.lookups.asked()).isEmpty();
    }
}
