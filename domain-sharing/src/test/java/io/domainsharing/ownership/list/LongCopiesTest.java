// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.domainsharing.ownership.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("O3")
class LongCopiesTest {
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    private final FakeClock clock = new FakeClock();

    @ParameterizedTest
    @CsvSource({"'1', 0", "' ', 0", "'a b ', 1", "'a b\n', 0", "'\n', 0", "'f', 0"})
    void fileOfAMegabyteShouldBeReadOrIgnoredWithinSeconds(String part, long size, @TempDir Path folder)
            throws Exception {
        String text = part.replace("\\n", "\n").repeat(MEGABYTE / part.length()).stripTrailing();
        Files.writeString(
                folder.resolve(SeenCopiesFile.NAME),
                "copies.v1\n1 2 " + clock.instant().getEpochSecond() + " " + text,
                StandardCharsets.US_ASCII);

        try (SeenCopies copies = assertTimeoutPreemptively(PATIENCE, () -> SeenCopies.open(folder, clock, TEN_DAYS))) {
            assertThat(copies.size()).isEqualTo(size);
        }
    }

    @Test
    void postOfVeryManyListsShouldBeLookedUpWithinSeconds() {
        SeenCopies copies = SeenCopies.inMemory(clock, TEN_DAYS);
        Set<MailAddress> lists = lists("first");
        Set<MailAddress> others = lists("second");

        assertTimeoutPreemptively(PATIENCE, () -> {
            assertThat(copies.isFirst("post", address("ann@example.com"), lists, "mail1"))
                    .isTrue();
            assertThat(copies.isFirst("post", address("ann@example.com"), others, "mail2"))
                    .isTrue();
            assertThat(copies.isFirst("post", address("ann@example.com"), lists, "mail3"))
                    .isFalse();
        });
    }

    private static Set<MailAddress> lists(String prefix) {
        return IntStream.range(0, 60_000)
                .mapToObj(i -> address(prefix + i + "@example.com"))
                .collect(Collectors.toSet());
    }
}
