// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link SharedState} does, seen by two nodes. */
public interface SharedStateContract {
    /** One node's view of the entries. */
    SharedState one();

    /** Another node's view of the same entries. */
    SharedState other();

    /** Lets at least so much time pass. */
    void pass(Duration time);

    @Test
    default void getShouldBeEmptyWhenNothingWasWritten() throws Exception {
        assertThat(one().get(lease())).isEmpty();
    }

    @Test
    default void putIfAbsentShouldBeSeenByTheOtherNode() throws Exception {
        StateKey key = lease();

        assertThat(one().putIfAbsent(key, StateValue.lasting("paris"))).isTrue();

        assertThat(other().get(key)).contains("paris");
    }

    @Test
    default void putIfAbsentShouldLeaveWhatIsThere() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.lasting("paris"));

        assertThat(other().putIfAbsent(key, StateValue.lasting("tokyo"))).isFalse();
        assertThat(other().get(key)).contains("paris");
    }

    @Test
    default void putIfAbsentShouldSucceedForOneOfMany() throws Exception {
        StateKey key = lease();
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            SharedState node = i % 2 == 0 ? one() : other();
            String text = "mail " + i;
            attempts.add(() -> node.putIfAbsent(key, StateValue.lasting(text)));
        }

        assertThat(atOnce(attempts)).containsOnlyOnce(true);
    }

    @Test
    default void compareAndSetShouldReplaceWhatIsExpected() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.lasting("a"));

        assertThat(other().compareAndSet(key, "a", StateValue.lasting("b"))).isTrue();
        assertThat(one().get(key)).contains("b");
    }

    @Test
    default void compareAndSetShouldLeaveWhatIsNotExpected() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.lasting("a"));

        assertThat(other().compareAndSet(key, "b", StateValue.lasting("c"))).isFalse();
        assertThat(one().get(key)).contains("a");
    }

    @Test
    default void compareAndSetShouldWriteNothingWhenNothingIsThere() throws Exception {
        StateKey key = lease();

        assertThat(one().compareAndSet(key, "a", StateValue.lasting("b"))).isFalse();
        assertThat(one().get(key)).isEmpty();
    }

    @Test
    default void compareAndSetShouldLoseNoChangeOfMany() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.lasting("0"));
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SharedState node = i % 2 == 0 ? one() : other();
            attempts.add(() -> increment(node, key));
        }

        assertThat(atOnce(attempts)).containsOnly(true);
        assertThat(one().get(key)).contains("8");
    }

    @Test
    default void removeShouldMakeRoomForAnother() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.lasting("a"));

        assertThat(other().remove(key, "b")).isFalse();
        assertThat(other().remove(key, "a")).isTrue();
        assertThat(other().remove(key, "a")).isFalse();
        assertThat(one().putIfAbsent(key, StateValue.lasting("c"))).isTrue();
        assertThat(other().get(key)).contains("c");
    }

    @Test
    default void entryShouldBeGoneWhenItsTimeIsOver() throws Exception {
        StateKey key = lease();
        one().putIfAbsent(key, StateValue.expiring("a", Duration.ofSeconds(1)));
        assertThat(other().get(key)).contains("a");

        pass(Duration.ofSeconds(2));

        assertThat(other().get(key)).isEmpty();
        assertThat(other().list(StateKind.LEASE)).doesNotContainKey(key.name());
        assertThat(other().compareAndSet(key, "a", StateValue.lasting("b"))).isFalse();
        assertThat(other().remove(key, "a")).isFalse();
        assertThat(other().putIfAbsent(key, StateValue.lasting("c"))).isTrue();
        assertThat(one().get(key)).contains("c");
    }

    @Test
    default void replacementShouldLiveForItsOwnTime() throws Exception {
        StateKey longer = lease();
        StateKey shorter = lease();
        one().putIfAbsent(longer, StateValue.expiring("a", Duration.ofSeconds(2)));
        one().putIfAbsent(shorter, StateValue.lasting("a"));
        assertThat(one().compareAndSet(longer, "a", StateValue.lasting("b"))).isTrue();
        assertThat(one().compareAndSet(shorter, "a", StateValue.expiring("b", Duration.ofSeconds(1))))
                .isTrue();

        pass(Duration.ofSeconds(3));

        assertThat(other().get(longer)).contains("b");
        assertThat(other().get(shorter)).isEmpty();
    }

    @Test
    default void listShouldHaveTheEntriesOfOneKind() throws Exception {
        StateKey node = new StateKey(StateKind.NODE, unique());
        StateKey gone = new StateKey(StateKind.NODE, unique());
        one().putIfAbsent(node, StateValue.lasting("192.0.2.1"));
        one().putIfAbsent(gone, StateValue.lasting("192.0.2.2"));
        one().putIfAbsent(lease(), StateValue.lasting("x"));
        one().remove(gone, "192.0.2.2");

        Map<String, String> listed = other().list(StateKind.NODE);

        assertThat(listed).containsEntry(node.name(), "192.0.2.1").doesNotContainKey(gone.name());
        assertThat(listed.values()).doesNotContain("x");
    }

    @Test
    default void listShouldRefuseAKindOfWhichThereAreTooMany() {
        assertThatThrownBy(() -> one().list(StateKind.LIST_COPY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void kindsShouldNotShareNames() throws Exception {
        String name = unique();
        one().putIfAbsent(new StateKey(StateKind.LIST_COPY, name), StateValue.lasting("a"));

        assertThat(one().get(new StateKey(StateKind.LEASE, name))).isEmpty();
        assertThat(other().get(new StateKey(StateKind.LIST_COPY, name))).contains("a");
    }

    @Test
    default void textShouldComeBackAsItWasWritten() throws Exception {
        StateKey key = new StateKey(StateKind.LEASE, unique() + " 'x'; -- \"\u00e9\ud83d\ude00");
        String text = "<peers secret=\"'$1 ? :x\">\n\u00e9\ud83d\ude00\\</peers>".repeat(5_000);
        assertThat(text.getBytes(UTF_8).length).isGreaterThan(100_000);

        assertThat(one().putIfAbsent(key, StateValue.lasting(text))).isTrue();

        assertThat(other().get(key)).contains(text);
        assertThat(other().compareAndSet(key, text, StateValue.lasting("b"))).isTrue();
    }

    private static StateKey lease() {
        return new StateKey(StateKind.LEASE, unique());
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    private static boolean increment(SharedState node, StateKey key) throws StateUnavailableException {
        for (int i = 0; i < 1_000; i++) {
            String before = node.get(key).orElseThrow();
            String next = String.valueOf(Integer.parseInt(before) + 1);
            if (node.compareAndSet(key, before, StateValue.lasting(next))) {
                return true;
            }
        }
        return false;
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> attempts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(attempts.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                results.add(attempt.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
