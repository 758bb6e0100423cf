// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

/** What a cache makes of a store that is in use, damaged, foreign, or cannot be written. */
class DamagedStoreTest extends OwnerCacheFixture {
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aStoreInUseShouldFailTheStartAndStayWhereItIs() throws IOException {
        try (OwnerCache cache = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining("<cache><path>");
            assertThat(files()).containsExactly(OwnerStore.FILE);
            cache.found(FRANK, TOKYO);
        }
    }

    @Test
    void aFolderThatIsAFileShouldFailTheStart() throws IOException {
        Files.createDirectories(temporary.resolve("var"));
        Files.writeString(folder(), "no folder", StandardCharsets.UTF_8);

        assertThatThrownBy(this::open).isInstanceOf(UncheckedIOException.class).hasMessageContaining("<cache><path>");
    }

    @Test
    void garbageShouldBeSetAside() throws IOException {
        byte[] garbage = new byte[50_000];
        new Random(7).nextBytes(garbage);
        Files.createDirectories(folder());
        Files.write(folder().resolve(OwnerStore.FILE), garbage);

        assertStartsEmptyAndWorks();
    }

    @Test
    void aStoreOfAnotherProgramShouldBeSetAside() throws IOException {
        Files.createDirectories(folder());
        try (MVStore foreign = MVStore.open(folder().resolve(OwnerStore.FILE).toString())) {
            foreign.openMap("mailboxes").put("a", "b");
        }

        assertStartsEmptyAndWorks();
    }

    @Test
    void anEmptyFileShouldBeAnEmptyStore() throws IOException {
        Files.createDirectories(folder());
        Files.createFile(folder().resolve(OwnerStore.FILE));

        try (OwnerCache cache = open()) {
            assertThat(cache.size()).isZero();
            assertThat(files()).containsExactly(OwnerStore.FILE);
        }
    }

    @Test
    void aTruncatedOrOverwrittenFileShouldNeverStopTheStart() throws IOException {
        try (OwnerCache cache = open()) {
            for (int i = 0; i < 3000; i++) {
                cache.found(new CanonicalAddress("user" + i + "@example.com"), TOKYO);
            }
        }
        Path file = folder().resolve(OwnerStore.FILE);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = Arrays.copyOf(sound, round % 2 == 0 ? random.nextInt(sound.length) : sound.length);
            for (int i = 0; round % 2 == 1 && i < 2000; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try (OwnerCache cache = open()) {
                cache.found(FRANK, TOKYO);
                cache.settle();
                assertThat(owner(cache, FRANK)).isEqualTo("tokyo");
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(files()).hasSizeGreaterThan(1);
    }

    @Test
    void aStoreThatCannotBeWrittenShouldLeaveTheMemoryWorkingAndBeOpenedAgain() {
        try (OwnerCache cache = open()) {
            cache.breakStore();
            cache.found(FRANK, TOKYO);
            cache.settle();
            assertThat(owner(cache, FRANK)).isEqualTo("tokyo");
            cache.settle();
            clock.advance(Duration.ofMinutes(1));
            cache.settle();
        }
        try (OwnerCache again = open()) {
            assertThat(owner(again, FRANK)).isEqualTo("tokyo");
        }
    }

    @Test
    void aStoreThatCannotBeWrittenShouldBeToldOfUntilItIsWrittenAgain() {
        try (OwnerCache cache = open()) {
            cache.found(FRANK, TOKYO);
            cache.settle();
            assertThat(cache.storeFailure()).isEmpty();
            cache.breakStore();
            cache.found(ANN, TOKYO);
            cache.settle();
            Instant broken = clock.instant();
            clock.advance(Duration.ofSeconds(30));
            cache.settle();

            assertThat(cache.storeFailure()).hasValueSatisfying(trouble -> {
                assertThat(trouble.since()).isEqualTo(broken);
                assertThat(trouble.cause()).contains(folder().toString());
            });

            clock.advance(Duration.ofMinutes(1));
            cache.settle();
            assertThat(cache.storeFailure()).isEmpty();
        }
    }

    @Test
    void aCacheWithoutAStoreShouldHaveNoTroubleWithIt() {
        OwnerCache cache = OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos);

        assertThat(cache.storeFailure()).isEmpty();
        assertThat(cache.figures().persistent()).isFalse();
    }

    private void assertStartsEmptyAndWorks() throws IOException {
        OwnerCache first = open();
        assertThat(first.size()).isZero();
        first.found(FRANK, TOKYO);
        first.close();

        assertThat(files()).hasSize(2).anyMatch(name -> name.startsWith(OwnerStore.FILE + ".damaged-"));
        try (OwnerCache second = open()) {
            assertThat(owner(second, FRANK)).isEqualTo("tokyo");
        }
    }
}
