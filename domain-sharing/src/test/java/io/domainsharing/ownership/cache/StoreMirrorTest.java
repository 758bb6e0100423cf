// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import io.domainsharing.ownership.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StoreMirrorTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void writeThatDoesNotEndShouldBeTroubleThatCanBeToldWithoutWaitingForIt(@TempDir Path folder) {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ConcurrentHashMap<String, CachedOwner> memory = new ConcurrentHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable CachedOwner get(Object address) {
                begun.countDown();
                Uninterruptibles.awaitUninterruptibly(end);
                return null;
            }
        };
        try (StoreMirror mirror = StoreMirror.open(folder, clock, memory, (address, owner) -> {})) {
            mirror.changed("ann@example.com");
            Uninterruptibles.awaitUninterruptibly(begun);
            Instant since = clock.instant();
            clock.advance(Duration.ofSeconds(29));
            Optional<StoreFailure> atFirst = mirror.trouble();
            clock.advance(Duration.ofSeconds(1));
            Optional<StoreFailure> later = mirror.trouble();
            // Before anything is asserted: closing waits for the write.
            end.countDown();

            assertThat(atFirst).isEmpty();
            assertThat(later)
                    .hasValueSatisfying(trouble -> assertThat(trouble.since()).isEqualTo(since));
            await().untilAsserted(() -> assertThat(mirror.trouble()).isEmpty());
        }
    }

    @Test
    void errorShouldBeTroubleAndNotTheEndOfWriting(@TempDir Path folder) {
        AtomicBoolean broken = new AtomicBoolean(true);
        ConcurrentHashMap<String, CachedOwner> memory = new ConcurrentHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable CachedOwner get(Object address) {
                if (broken.get()) {
                    throw new OutOfMemoryError("planted");
                }
                return super.get(address);
            }
        };
        try (StoreMirror mirror = StoreMirror.open(folder, clock, memory, (address, owner) -> {})) {
            mirror.changed("ann@example.com");
            await().untilAsserted(() -> assertThat(mirror.trouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble.cause()).contains("planted")));

            broken.set(false);
            clock.advance(Duration.ofMinutes(1));
            await().untilAsserted(() -> assertThat(mirror.trouble()).isEmpty());
        }
    }
}
