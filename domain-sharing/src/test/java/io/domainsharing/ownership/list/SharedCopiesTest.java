// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that deliver the mail of one site. */
@Tag("D9")
class SharedCopiesTest {
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    private final FakeClock clock = new FakeClock();
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private Path folder;
    private SeenCopies one;
    private SeenCopies other;
    private MailAddress ann;
    private MailAddress sales;
    private MailAddress staff;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws Exception {
        folder = temporary;
        one = node("one");
        other = node("other");
        ann = new MailAddress("ann@example.com");
        sales = new MailAddress("sales@example.com");
        staff = new MailAddress("staff@example.com");
    }

    @Test
    void secondCopyShouldNotBeFirstAtTheOtherNode() {
        assertThat(one.isFirst("post", ann, Set.of(sales), "mail1")).isTrue();
        assertThat(other.isFirst("post", ann, Set.of(sales), "mail2")).isFalse();
    }

    @Test
    void mailShouldStayFirstWhenTheOtherNodeTriesItAgain() {
        one.isFirst("post", ann, Set.of(sales), "mail1");

        assertThat(other.isFirst("post", ann, Set.of(sales), "mail1")).isTrue();
    }

    @Test
    void listsOfADroppedCopyShouldCountForThirdOnesEverywhere() {
        one.isFirst("post", ann, Set.of(sales), "mail1");
        other.isFirst("post", ann, Set.of(sales, staff), "mail2");

        assertThat(one.isFirst("post", ann, Set.of(staff), "mail3")).isFalse();
    }

    @Test
    void oneOfManyCopiesAtOnceShouldBeFirst() throws Exception {
        List<Callable<Boolean>> copies = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String mail = "mail" + i;
            SeenCopies node = i % 2 == 0 ? one : other;
            copies.add(() -> node.isFirst("post", ann, Set.of(sales), mail));
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Boolean> first = new ArrayList<>();
            for (Future<Boolean> copy : threads.invokeAll(copies)) {
                first.add(copy.get());
            }
            assertThat(first).containsOnlyOnce(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void copyShouldBeForgottenSoLongAfterTheFirstOne() {
        one.isFirst("post", ann, Set.of(sales), "mail1");
        clock.advance(TEN_DAYS.minusDays(1));
        other.isFirst("post", ann, Set.of(sales, staff), "mail2");
        clock.advance(Duration.ofDays(2));

        assertThat(other.isFirst("post", ann, Set.of(sales), "mail3")).isTrue();
    }

    @Test
    void nodeShouldGoByItsOwnMemoryWhileTheDatabaseIsAway() {
        one.isFirst("post", ann, Set.of(sales), "mail1");
        state.goAway();

        assertThat(one.isFirst("post", ann, Set.of(sales), "mail2")).isFalse();
        assertThat(one.isFirst("later", ann, Set.of(sales), "mail3")).isTrue();
        state.comeBack();
        assertThat(one.isFirst("later", ann, Set.of(sales), "mail3")).isTrue();
        assertThat(other.isFirst("later", ann, Set.of(sales), "mail4")).isFalse();
    }

    @Test
    void damagedClaimShouldLeaveTheNodeItsOwnMemory() throws Exception {
        StateKey key = new StateKey(StateKind.LIST_COPY, CopyKey.of("post", ann).text());
        state.putIfAbsent(key, StateValue.lasting("1 x y"));

        assertThat(one.isFirst("post", ann, Set.of(sales), "mail1")).isTrue();
        assertThat(one.isFirst("post", ann, Set.of(sales), "mail2")).isFalse();
    }

    private SeenCopies node(String name) {
        SeenCopies copies = SeenCopies.onDisk(folder.resolve(name), clock, TEN_DAYS, state);
        copies.start();
        return copies;
    }
}
