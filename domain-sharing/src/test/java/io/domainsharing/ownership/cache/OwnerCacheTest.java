// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

class OwnerCacheTest extends OwnerCacheFixture {
    private static final PeerName AUSTIN = new PeerName("austin");

    @Test
    void ownerShouldSurviveARestartWithTheTimeItSaidYes() {
        OwnerCache first = open();
        first.found(FRANK, TOKYO);
        first.close();
        first.close();
        clock.advance(CacheConfiguration.DEFAULT_FOUND.minusSeconds(1));

        try (OwnerCache second = open()) {
            assertThat(owner(second, FRANK)).isEqualTo("tokyo");
            clock.advance(Duration.ofSeconds(1));
            assertThat(owner(second, FRANK)).isEqualTo("nobody");
        }
    }

    @Test
    void addressShouldCountAsFoundBeforeWhenItsOwnerIsForgottenOrHasExpired() {
        OwnerCache first = open();
        first.found(FRANK, TOKYO);
        first.found(ANN, TOKYO);
        first.evict(ANN);
        assertThat(first.wasFound(ANN)).isTrue();
        assertThat(first.wasFound(new CanonicalAddress("typo@example.com"))).isFalse();
        first.close();
        clock.advance(CacheConfiguration.DEFAULT_FOUND);

        try (OwnerCache second = open()) {
            assertThat(owner(second, FRANK)).isEqualTo("nobody");
            assertThat(second.wasFound(FRANK)).isTrue();
        }
    }

    @Test
    void expiredOwnersShouldNotBeLoadedAndLeaveTheStore() {
        OwnerCache first = open();
        first.found(FRANK, TOKYO);
        first.close();
        clock.advance(CacheConfiguration.DEFAULT_FOUND);
        OwnerCache second = open();
        assertThat(second.size()).isZero();
        second.close();

        OwnerStore store = OwnerStore.open(folder(), clock, (address, owner) -> {});
        assertThat(store.size()).isZero();
        store.close();
    }

    @Test
    void ownersThatAreNoPeersAnyMoreShouldNotBeLoaded() {
        OwnerCache first = open();
        first.found(FRANK, TOKYO);
        first.found(ANN, AUSTIN);
        first.close();

        try (OwnerCache second = OwnerCache.onDisk(
                        CacheConfiguration.DEFAULT, folder(), clock, clock::nanos, name -> name.equals(AUSTIN))
                .start()) {
            assertThat(owner(second, FRANK)).isEqualTo("nobody");
            assertThat(owner(second, ANN)).isEqualTo("austin");
        }
    }

    @Test
    void aClockThatWasSetBackShouldNotLengthenALife() {
        OwnerStore store = OwnerStore.open(folder(), clock, (address, owner) -> {});
        store.put(
                FRANK.value(),
                new StoredOwner("tokyo", clock.instant().plusSeconds(86_400).getEpochSecond()));
        store.commit();
        store.close();

        try (OwnerCache cache = open()) {
            clock.advance(CacheConfiguration.DEFAULT_FOUND);
            assertThat(owner(cache, FRANK)).isEqualTo("nobody");
        }
    }

    @Test
    void evictionsShouldReachTheStore() {
        OwnerCache first = open();
        first.found(FRANK, TOKYO);
        first.found(ANN, AUSTIN);
        first.settle();
        first.evict(FRANK);
        first.evictPeer(AUSTIN);
        first.close();

        try (OwnerCache second = open()) {
            assertThat(second.size()).isZero();
        }
    }

    @Test
    void notFoundShouldStayInMemory() {
        OwnerCache first = open();
        first.notFound(FRANK);
        assertThat(first.isNotFound(FRANK)).isTrue();
        first.close();

        try (OwnerCache second = open()) {
            assertThat(second.isNotFound(FRANK)).isFalse();
        }
    }

    @Test
    void notFoundShouldBeBelievedNoLongerWhenTheClockIsSetBack() {
        AtomicLong nanos = new AtomicLong();
        try (OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, nanos::get)) {
            cache.notFound(FRANK);

            // The wall clock of the test stands still, as one does that is set back again and again.
            nanos.addAndGet(CacheConfiguration.DEFAULT_NOT_FOUND.toNanos());

            assertThat(cache.isNotFound(FRANK)).isFalse();
        }
    }

    @Test
    void aFoundOwnerShouldEndNotFound() {
        try (OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos)) {
            cache.notFound(FRANK);
            cache.found(FRANK, TOKYO);

            assertThat(cache.isNotFound(FRANK)).isFalse();
        }
    }

    @Test
    void sizeShouldBeBoundedInMemoryAndInTheStore() {
        CacheConfiguration small = new CacheConfiguration(
                CacheConfiguration.DEFAULT_FOUND,
                CacheConfiguration.DEFAULT_REFRESH_AFTER,
                CacheConfiguration.DEFAULT_NOT_FOUND,
                100,
                CacheConfiguration.DEFAULT_PATH);
        OwnerCache first = OwnerCache.onDisk(small, folder(), clock, clock::nanos, peer -> true)
                .start();
        for (int i = 0; i < 1000; i++) {
            first.found(new CanonicalAddress("user" + i + "@example.com"), TOKYO);
            first.notFound(new CanonicalAddress("guess" + i + "@example.com"));
        }
        first.settle();
        first.settle();
        assertThat(first.size()).isBetween(50L, 100L);
        first.close();

        try (OwnerCache second = open()) {
            assertThat(second.size()).isBetween(50L, 100L);
        }
    }

    @Test
    void listenerShouldHearWhyOwnersAreForgotten() {
        CacheConfiguration one = new CacheConfiguration(
                CacheConfiguration.DEFAULT_FOUND,
                CacheConfiguration.DEFAULT_REFRESH_AFTER,
                CacheConfiguration.DEFAULT_NOT_FOUND,
                1,
                CacheConfiguration.DEFAULT_PATH);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (OwnerCache cache = OwnerCache.inMemory(one, clock, clock::nanos)) {
            cache.setListener(new CacheListener() {
                @Override
                public void evicted() {
                    heard.add("evicted");
                }

                @Override
                public void expired() {
                    heard.add("expired");
                }
            });
            cache.found(FRANK, TOKYO);
            cache.evict(FRANK);
            cache.settle();
            assertThat(heard).as("what others take out").isEmpty();

            cache.found(FRANK, TOKYO);
            cache.found(new CanonicalAddress("second@example.com"), TOKYO);
            cache.settle();
            assertThat(heard).containsExactly("evicted");

            clock.advance(CacheConfiguration.DEFAULT_FOUND);
            cache.settle();
            assertThat(heard).containsExactly("evicted", "expired");
        }
    }

    @Test
    void storeShouldBeReadableByItsOwnerOnly() throws IOException {
        Files.createDirectories(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (OwnerCache cache = open()) {
            cache.found(FRANK, TOKYO);
            cache.settle();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(OwnerStore.FILE))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theFileShouldNotGrowForEver() throws IOException {
        OwnerStore store = OwnerStore.open(folder(), clock, (address, owner) -> {});
        store.setRetentionMillis(0);
        long afterTen = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 1000; i++) {
                store.put("user" + i + "@example.com", new StoredOwner("tokyo", round));
            }
            store.commit();
            store.compact();
            afterTen = round == 10 ? Files.size(folder().resolve(OwnerStore.FILE)) : afterTen;
        }
        store.abandon();

        assertThat(Files.size(folder().resolve(OwnerStore.FILE))).isLessThan(4 * afterTen);
    }

    @Test
    void entryShouldTellItsAgeAndWhatBecomesOfIt() {
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        Instant foundAt = clock.instant();
        cache.found(FRANK, TOKYO);
        clock.advance(Duration.ofMinutes(10));

        assertThat(cache.entry(FRANK))
                .contains(new RememberedOwner(
                        TOKYO,
                        foundAt,
                        Duration.ofMinutes(10),
                        foundAt.plus(CacheConfiguration.DEFAULT_FOUND),
                        foundAt.plus(CacheConfiguration.DEFAULT_REFRESH_AFTER)));
    }

    @Test
    void domainShouldBeForgottenWithoutTheDomainsThatItsNameEnds() {
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);
        CanonicalAddress inAnother = new CanonicalAddress("ann@sub.example.com");
        CanonicalAddress nobody = new CanonicalAddress("nobody@example.com");
        cache.found(ANN, TOKYO);
        cache.found(inAnother, TOKYO);
        cache.notFound(nobody);

        cache.evictDomain(Domain.of("Example.com"));

        assertThat(owner(cache, ANN)).isEqualTo("nobody");
        assertThat(owner(cache, inAnother)).isEqualTo("tokyo");
        assertThat(cache.isNotFound(nobody)).isFalse();
    }
}
