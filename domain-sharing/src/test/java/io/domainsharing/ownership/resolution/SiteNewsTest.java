// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import io.domainsharing.ownership.state.SiteEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one node tells, and what another one makes of it. */
class SiteNewsTest {
    private static final MailAddress FRANK = address("frank@example.com");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger pinReads = new AtomicInteger();
    private final SiteNews testee = new SiteNews(
            fixture.resolver,
            fixture.cache,
            fixture.peers.directory(),
            Map.of(Kind.PEERS, reads::incrementAndGet, Kind.PINS, pinReads::incrementAndGet));

    @Test
    void changeOfThePeersShouldBeRead() {
        testee.accept(SiteEvent.of(Kind.PEERS));

        assertThat(reads).hasValue(1);
        assertThat(pinReads).hasValue(0);
    }

    @Test
    void changeOfThePinsShouldBeRead() {
        testee.accept(SiteEvent.of(Kind.PINS));

        assertThat(pinReads).hasValue(1);
        assertThat(reads).hasValue(0);
    }

    @Test
    void ownerFoundByAnotherNodeShouldBeRememberedWithoutAQuestion() {
        testee.accept(new SiteEvent(Kind.FOUND, "frank@example.com tokyo"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void ownerThatIsNoPeerHereShouldNotBeRemembered() {
        testee.accept(new SiteEvent(Kind.FOUND, "frank@example.com oslo"));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("nobody");
    }

    @Test
    void ownerShouldTakeThePlaceOfARememberedNobody() {
        fixture.cache.notFound(CanonicalAddress.of(FRANK));

        testee.accept(new SiteEvent(Kind.FOUND, "\"f r\"@example.com tokyo"));
        testee.accept(new SiteEvent(Kind.FOUND, "frank@example.com austin"));

        assertThat(fixture.resolver.isNobodyRemembered(FRANK)).isFalse();
        assertThat(fixture.cachedOwner("\"f r\"@example.com")).isEqualTo("tokyo");
    }

    @ParameterizedTest
    @CsvSource({
        "EVICT, frank@example.com, true, false",
        "EVICT_DOMAIN, example.com, true, false",
        "EVICT_PEER, tokyo, true, false",
        "EVICT_PEER, austin, false, true",
        "EVICT_ALL, '', true, true"
    })
    void whatAnotherNodeForgetsShouldBeForgotten(Kind kind, String detail, boolean frank, boolean ann) {
        fixture.remember("frank@example.com", "tokyo");
        fixture.remember("ann@example.org", "austin");

        testee.accept(new SiteEvent(kind, detail));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo(frank ? "nobody" : "tokyo");
        assertThat(fixture.cachedOwner("ann@example.org")).isEqualTo(ann ? "nobody" : "austin");
    }

    @ParameterizedTest
    @CsvSource({"FOUND, ''", "FOUND, tokyo", "FOUND, a@b@c tokyo", "EVICT, @", "EVICT_PEER, ' '", "EVICT_DOMAIN, ''"})
    void whatMeansNothingShouldChangeNothing(Kind kind, String detail) {
        fixture.remember("frank@example.com", "tokyo");

        testee.accept(new SiteEvent(kind, detail));

        assertThat(fixture.cachedOwner("frank@example.com")).isEqualTo("tokyo");
    }

    @Test
    void resolverShouldTellWhatItsOperatorHasForgotten() {
        List<SiteEvent> told = new ArrayList<>();
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        fixture.directory, fixture.peers.directory(), fixture.lookups, fixture.cache, fixture.conflicts)
                .otherNodes(new SiteEvents() {
                    @Override
                    public void tell(SiteEvent event) {
                        told.add(event);
                    }

                    @Override
                    public void start(Consumer<SiteEvent> listener) {}
                })
                .build(fixture.clock, fixture.timer, Runnable::run);

        resolver.evict(address("Frank@example.com"));
        resolver.evictDomain(Domain.of("example.com"));
        resolver.evictPeer(new PeerName("tokyo"));
        resolver.evictAll();

        assertThat(told)
                .containsExactly(
                        new SiteEvent(Kind.EVICT, "frank@example.com"),
                        new SiteEvent(Kind.EVICT_DOMAIN, "example.com"),
                        new SiteEvent(Kind.EVICT_PEER, "tokyo"),
                        SiteEvent.of(Kind.EVICT_ALL));
        new SiteNews(resolver, fixture.cache, fixture.peers.directory(), Map.of()).accept(SiteEvent.of(Kind.EVICT_ALL));
        assertThat(told).as("what was heard is not told on").hasSize(4);
    }

    @Test
    void cacheShouldTellAnOwnerOnceAndNeverOneThatItWasTold() {
        List<String> told = new ArrayList<>();
        fixture.cache.onNewOwner((address, owner) -> told.add(address + " " + owner));

        fixture.remember("frank@example.com", "tokyo");
        fixture.remember("frank@example.com", "tokyo");
        fixture.remember("frank@example.com", "austin");
        testee.accept(new SiteEvent(Kind.FOUND, "ann@example.com tokyo"));

        assertThat(told).containsExactly("frank@example.com tokyo", "frank@example.com austin");
    }
}
