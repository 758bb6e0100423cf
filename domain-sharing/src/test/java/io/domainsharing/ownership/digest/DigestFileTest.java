// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestKeys;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.PeerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFileTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration USEFUL = Duration.ofDays(5);
    private static final String MARK =
            DigestKeys.of(new Secret("ThisIsASharedSecret")).mark();
    private static final StoredDigest DIGEST = digest(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void digestShouldBeReadAsItWasWritten() throws IOException {
        file().write(DIGEST);

        assertThat(file().read(NOW, USEFUL)).contains(DIGEST);
    }

    @Test
    void millionAddressesShouldTakeEightMegabytes() throws IOException {
        file().write(digest(1_000_000));

        assertThat(Files.size(path())).isBetween(8_000_000L, 8_000_500L);
        assertThat(file().read(NOW, USEFUL)).contains(digest(1_000_000));
    }

    @Test
    void nothingShouldBeReadWhereNothingIs() {
        assertThat(file().read(NOW, USEFUL)).isEmpty();
    }

    @Test
    void everyTruncationShouldBeThrownAway() throws IOException {
        file().write(DIGEST);
        byte[] whole = Files.readAllBytes(path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));

            assertThat(file().read(NOW, USEFUL)).as("of %s octets", length).isEmpty();
            assertThat(path()).doesNotExist();
        }
    }

    @Test
    void everyFlippedBitShouldBeThrownAway() throws IOException {
        file().write(DIGEST);
        byte[] whole = Files.readAllBytes(path());
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path(), flipped);

            assertThat(file().read(NOW, USEFUL)).as("bit %s", bit).isEmpty();
        }
    }

    @Test
    void digestOfAnotherSecretShouldBeThrownAway() throws IOException {
        file().write(DIGEST);
        String other = DigestKeys.of(new Secret("another")).mark();

        assertThat(new DigestFile(folder, new PeerName("tokyo"), other).read(NOW, USEFUL))
                .isEmpty();
    }

    @Test
    void digestOfTheFutureShouldBeThrownAway() throws IOException {
        file().write(DIGEST);

        assertThat(file().read(NOW.minusSeconds(61), USEFUL)).isEmpty();
    }

    @Test
    void digestThatIsTooOldShouldBeThrownAway() throws IOException {
        file().write(DIGEST);

        assertThat(file().read(NOW.plus(USEFUL), USEFUL)).isEmpty();
    }

    private DigestFile file() {
        return new DigestFile(folder, new PeerName("tokyo"), MARK);
    }

    private Path path() {
        return folder.resolve("tokyo.digest");
    }

    private static StoredDigest digest(int count) {
        return new StoredDigest(
                new Position(7, 3),
                HashList.of(new Random(1).longs(count).toArray(), count),
                Map.of("example.com", Coverage.GUARDED, "b.example", Coverage.LISTED),
                NOW.minusSeconds(60));
    }
}
