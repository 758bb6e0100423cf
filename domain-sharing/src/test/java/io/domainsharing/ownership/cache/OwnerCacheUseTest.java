// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a look-up does with an entry, and what an operator does with many. */
@Tag("D3")
class OwnerCacheUseTest extends OwnerCacheFixture {
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final CanonicalAddress ELSEWHERE = new CanonicalAddress("eve@elsewhere.example");

    private static CachedOwner found(OwnerCache cache, CanonicalAddress address) {
        return Objects.requireNonNull(cache.find(address));
    }

    private OwnerCache filled() {
        OwnerCache cache = open();
        cache.found(FRANK, TOKYO);
        cache.found(ANN, AUSTIN);
        cache.found(ELSEWHERE, TOKYO);
        return cache;
    }

    /** Who is remembered after a restart, of frank, ann and eve. */
    private List<String> afterARestart(OwnerCache cache) {
        cache.close();
        try (OwnerCache next = open()) {
            return List.of(owner(next, FRANK), owner(next, ANN), owner(next, ELSEWHERE));
        }
    }

    @Test
    void oldEntryShouldBeAskedAgainByOneCallerAndNotBeforeItsTime() {
        OwnerCache cache = open();
        cache.found(FRANK, TOKYO);
        clock.advance(CacheConfiguration.DEFAULT.refreshAfter().minusSeconds(1));
        assertThat(cache.claimRefresh(found(cache, FRANK))).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(cache.claimRefresh(found(cache, FRANK))).isTrue();
        assertThat(cache.claimRefresh(found(cache, FRANK))).isFalse();
        cache.close();
    }

    @Test
    void refreshShouldBeTriedAgainAfterAWhileOnly() {
        CachedOwner owner = new CachedOwner(TOKYO, 1_000);

        assertThat(owner.claimRefresh(1_099, 100, 10)).isFalse();
        assertThat(owner.claimRefresh(1_100, 100, 10)).isTrue();
        assertThat(owner.claimRefresh(1_109, 100, 10)).isFalse();
        assertThat(owner.claimRefresh(1_110, 100, 10)).isTrue();
    }

    @Test
    void absenceHereShouldCountForThePresentSecondOnly() {
        OwnerCache cache = open();
        cache.found(FRANK, TOKYO);
        CachedOwner owner = found(cache, FRANK);
        assertThat(cache.isAbsentHere(owner)).isFalse();

        cache.noteAbsentHere(owner);
        cache.noteAbsentHere(owner);
        assertThat(cache.isAbsentHere(owner)).isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertThat(cache.isAbsentHere(found(cache, FRANK))).isFalse();
        cache.close();
    }

    @Test
    void evictedAddressShouldBeForgottenForGood() {
        OwnerCache cache = filled();

        cache.evict(FRANK);

        assertThat(cache.find(FRANK)).isNull();
        assertThat(afterARestart(cache)).containsExactly("nobody", "austin", "tokyo");
    }

    @Test
    void entryShouldStayWhenANewerOneTookItsPlace() {
        OwnerCache cache = filled();
        CachedOwner old = found(cache, FRANK);
        cache.found(FRANK, AUSTIN);

        cache.evict(FRANK, old);
        assertThat(owner(cache, FRANK)).isEqualTo("austin");

        cache.evict(FRANK, found(cache, FRANK));
        assertThat(afterARestart(cache)).containsExactly("nobody", "austin", "tokyo");
    }

    @Test
    void domainShouldBeForgottenAndNoOther() {
        OwnerCache cache = filled();
        cache.notFound(new CanonicalAddress("typo@example.com"));
        cache.notFound(new CanonicalAddress("typo@elsewhere.example"));

        cache.evictDomain(Domain.of("example.com"));

        assertThat(cache.isNotFound(new CanonicalAddress("typo@example.com"))).isFalse();
        assertThat(cache.isNotFound(new CanonicalAddress("typo@elsewhere.example")))
                .isTrue();
        assertThat(afterARestart(cache)).containsExactly("nobody", "nobody", "tokyo");
    }

    @Test
    void peerShouldBeForgottenAndNoOtherAndAllThatNobodyHas() {
        OwnerCache cache = filled();
        cache.notFound(new CanonicalAddress("typo@example.com"));

        cache.evictPeer(TOKYO);

        assertThat(cache.sizeNotFound()).isZero();
        assertThat(afterARestart(cache)).containsExactly("nobody", "austin", "nobody");
    }

    @Test
    void everythingShouldBeForgottenForGood() {
        OwnerCache cache = filled();
        cache.notFound(new CanonicalAddress("typo@example.com"));

        cache.evictAll();

        assertThat(cache.sizeNotFound()).isZero();
        assertThat(cache.size()).isZero();
        assertThat(afterARestart(cache)).containsOnly("nobody");
    }

    @Test
    void addressThatNobodyHasShouldBeForgottenAloneOrWithAllOthers() {
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        cache.notFound(FRANK);
        cache.notFound(ANN);
        cache.notFound(ELSEWHERE);
        assertThat(cache.sizeNotFound()).isEqualTo(3);

        cache.forgetNotFound(FRANK);
        assertThat(cache.isNotFound(FRANK)).isFalse();
        assertThat(cache.isNotFound(ANN)).isTrue();

        cache.forgetAllNotFound();
        assertThat(cache.isNotFound(ANN)).isFalse();
    }

    @Test
    void ownerFoundBeforeTheStoreIsOpenShouldBeWrittenAndOutweighAnOlderOne() {
        OwnerCache earlier = open();
        earlier.found(FRANK, TOKYO);
        earlier.close();
        OwnerCache cache = OwnerCache.onDisk(CacheConfiguration.DEFAULT, folder(), clock, clock::nanos, peer -> true);
        cache.found(FRANK, AUSTIN);
        cache.found(ANN, AUSTIN);

        cache.start();

        assertThat(owner(cache, FRANK)).isEqualTo("austin");
        assertThat(afterARestart(cache)).containsExactly("austin", "austin", "nobody");
    }

    @Test
    void listenerShouldHearWhatExpiresAndNotWhatSomebodyTakesOut() {
        List<String> heard = new ArrayList<>();
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        cache.setListener(new CacheListener() {
            @Override
            public void expired() {
                heard.add("expired");
            }

            @Override
            public void evicted() {
                heard.add("evicted");
            }
        });
        cache.found(FRANK, TOKYO);
        cache.found(ANN, TOKYO);

        cache.evict(FRANK);
        clock.advance(CacheConfiguration.DEFAULT_FOUND);
        cache.settle();

        assertThat(heard).containsExactly("expired");
    }
}
