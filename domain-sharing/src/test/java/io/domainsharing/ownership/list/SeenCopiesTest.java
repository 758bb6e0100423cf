// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("D9")
class SeenCopiesTest {
    private static final Duration TEN_DAYS = Duration.ofDays(10);
    private static final MailAddress ANN = address("ann@example.com");
    private static final MailAddress SALES = address("sales@example.com");
    private static final MailAddress STAFF = address("staff@example.com");
    private static final MailAddress BOARD = address("board@example.com");

    private final FakeClock clock = new FakeClock();
    private final SeenCopies testee = SeenCopies.inMemory(clock, TEN_DAYS);
    private Path folder;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void secondMailShouldNotBeFirst() {
        assertThat(isFirst("post", ANN, "mail1", SALES)).isTrue();
        assertThat(isFirst("post", ANN, "mail2", SALES)).isFalse();
    }

    @Test
    void mailShouldStayFirstHoweverOftenItIsTriedAgain() {
        isFirst("post", ANN, "mail1", SALES);
        isFirst("post", ANN, "mail2", SALES);

        assertThat(isFirst("post", ANN, "mail1", SALES)).isTrue();
        assertThat(isFirst("post", ANN, "mail2", SALES)).isFalse();
    }

    @Test
    void anotherPostRecipientOrListShouldBeFirstToo() {
        isFirst("post", ANN, "mail1", SALES);

        assertThat(isFirst("other", ANN, "mail2", SALES)).isTrue();
        assertThat(isFirst("post", address("bob@example.com"), "mail2", SALES)).isTrue();
        assertThat(isFirst("post", ANN, "mail2", STAFF)).isTrue();
    }

    @Test
    void spellingOfAddressesShouldNotCount() {
        isFirst("post", ANN, "mail1", SALES);

        assertThat(isFirst("post", address("Ann@Example.COM"), "mail2", address("SALES@example.com")))
                .isFalse();
    }

    @Test
    void oneListInCommonShouldMakeACopyTheSecond() {
        isFirst("post", ANN, "mail1", SALES, STAFF);

        assertThat(isFirst("post", ANN, "mail2", STAFF, BOARD)).isFalse();
    }

    @Test
    void listsOfACopyThatWasDroppedShouldCountForTheNextOne() {
        isFirst("post", ANN, "mail1", SALES);
        isFirst("post", ANN, "mail2", SALES, STAFF);

        assertThat(isFirst("post", ANN, "mail3", STAFF)).isFalse();
        assertThat(isFirst("post", ANN, "mail1", SALES)).isTrue();
    }

    @Test
    void exactlyOneShouldBeFirstWhenCopiesComeAtTheSameInstant() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int post = 0; post < 300; post++) {
                String name = "post" + post;
                List<Callable<Boolean>> copies = new ArrayList<>();
                for (int mail = 0; mail < 8; mail++) {
                    String mailName = "mail" + mail;
                    MailAddress[] lists =
                            mail % 2 == 0 ? new MailAddress[] {SALES, STAFF} : new MailAddress[] {STAFF, SALES};
                    copies.add(() -> isFirst(name, ANN, mailName, lists));
                }
                int first = 0;
                for (Future<Boolean> answer : threads.invokeAll(copies)) {
                    first += answer.get() ? 1 : 0;
                }
                assertThat(first).as(name).isOne();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void copyShouldBeForgottenAfterItsTimeFromTheFirstOnAndNotBefore() {
        isFirst("post", ANN, "mail1", SALES);
        clock.advance(TEN_DAYS.minusMinutes(1));
        assertThat(isFirst("post", ANN, "mail2", SALES)).isFalse();

        clock.advance(Duration.ofMinutes(2));

        assertThat(isFirst("post", ANN, "mail3", SALES)).isTrue();
    }

    @Test
    void memoryShouldNotGrowBeyondItsBound() {
        for (int i = 0; i < SeenCopies.MAXIMUM + 1000; i++) {
            isFirst("post" + i, ANN, "mail", SALES);
        }

        assertThat(testee.size()).isLessThanOrEqualTo(SeenCopies.MAXIMUM);
    }

    @Test
    void orderlyRestartShouldForgetNothingAndLengthenNothing() {
        try (SeenCopies before = open()) {
            before.isFirst("post", ANN, Set.of(SALES, STAFF), "mail1");
            clock.advance(Duration.ofDays(6));
        }
        SeenCopies after = open();
        assertThat(after.isFirst("post", ANN, Set.of(STAFF), "mail2")).isFalse();
        assertThat(after.isFirst("post", ANN, Set.of(SALES), "mail1")).isTrue();

        clock.advance(Duration.ofDays(4).plusMinutes(1));

        assertThat(after.isFirst("post", ANN, Set.of(SALES), "mail3")).isTrue();
    }

    @Test
    void fileShouldBeForThisServerOnlyAndTellNoAddress() throws Exception {
        try (SeenCopies before = open()) {
            before.isFirst("post", ANN, Set.of(SALES), "mail1");
        }
        Path file = folder.resolve(SeenCopiesFile.NAME);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("example", "ann", "sales");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void damagedFileShouldBeIgnored() throws Exception {
        Files.writeString(
                folder.resolve(SeenCopiesFile.NAME), "copies.v1\n1 2 3 4\nrubbish", StandardCharsets.US_ASCII);

        SeenCopies opened = open();

        assertThat(opened.size()).isZero();
        assertThat(opened.isFirst("post", ANN, Set.of(SALES), "mail1")).isTrue();
    }

    private boolean isFirst(String post, MailAddress recipient, String mail, MailAddress... lists) {
        return testee.isFirst(post, recipient, Set.of(lists), mail);
    }

    private SeenCopies open() {
        return SeenCopies.open(folder, clock, TEN_DAYS);
    }
}
