// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that this store wrote with H2 MVStore 2.2.224, as servers have them when they are upgraded: one closed, one of a
 * killed process.
 */
class EarlierStoreTest {
    private static final Map<String, StoredOwner> WRITTEN = Map.of(
            "user0@example.com", new StoredOwner("tokyo", 1_790_000_000L),
            "user1@example.com", new StoredOwner("austin", 1_790_000_001L),
            "user2@example.com", new StoredOwner("tokyo", 1_790_000_002L));

    @ParameterizedTest
    @ValueSource(strings = {"owners-2.2.224-closed.mv.db.gz", "owners-2.2.224-killed.mv.db.gz"})
    void storeShouldGoOnWithAFileWhenAnEarlierMvStoreWroteIt(String name, @TempDir Path folder) throws IOException {
        unpack(name, folder.resolve(OwnerStore.FILE));

        Map<String, StoredOwner> loaded = new HashMap<>();
        try (OwnerStore store = OwnerStore.open(folder, Clock.systemUTC(), loaded::put)) {
            assertThat(loaded).isEqualTo(WRITTEN);
            store.put("user0@example.com", null);
            store.put("new@example.com", new StoredOwner("osaka", 1_800_000_000L));
            store.commit();
        }

        Map<String, StoredOwner> expected = new HashMap<>(WRITTEN);
        expected.remove("user0@example.com");
        expected.put("new@example.com", new StoredOwner("osaka", 1_800_000_000L));
        Map<String, StoredOwner> again = new HashMap<>();
        try (OwnerStore store = OwnerStore.open(folder, Clock.systemUTC(), again::put)) {
            assertThat(again).isEqualTo(expected).hasSize(store.size());
        }
        assertThat(folder.toFile().list()).containsExactly(OwnerStore.FILE);
    }

    private static void unpack(String name, Path file) throws IOException {
        try (InputStream packed = Objects.requireNonNull(EarlierStoreTest.class.getResourceAsStream(name), name);
                InputStream octets = new GZIPInputStream(packed)) {
            Files.copy(octets, file);
        }
    }
}
