// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashListTest {
    @Test
    void listShouldBeInOrderWithEachHashOnce() {
        HashList list = list(5, -3, 5, 0, Long.MAX_VALUE, Long.MIN_VALUE);

        assertThat(list).isEqualTo(HashList.ofSorted(new long[] {Long.MIN_VALUE, -3, 0, 5, Long.MAX_VALUE}));
        assertThat(List.of(5L, -3L, Long.MAX_VALUE)).allMatch(list::contains);
        assertThat(List.of(4L, -4L, 6L)).noneMatch(list::contains);
    }

    @Test
    void millionHashesShouldBeFoundAndNoOther() {
        Random random = new Random(1);
        long[] hashes = random.longs(1_000_000).toArray();

        HashList list = HashList.of(hashes, hashes.length);

        assertThat(LongStream.of(hashes)).allMatch(list::contains);
        assertThat(random.longs(1_000_000)).noneMatch(list::contains);
    }

    @Test
    void whatIsOutOfOrderOrTwiceShouldBeRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HashList.ofSorted(new long[] {2, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> HashList.ofSorted(new long[] {1, 1}));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void changeBetweenTwoListsShouldMakeTheOneOfTheOther(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            HashList before = few(random);
            HashList after = few(random);

            ListChange change = ListChange.between(before, after);

            assertThat(change.of(before)).isEqualTo(after);
            assertThat(change.isEmpty()).isEqualTo(before.equals(after));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void changeOfAnotherListShouldBeRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            HashList before = few(random);
            HashList other = few(random);
            ListChange change = ListChange.between(before, few(random));
            if (!other.equals(before)) {
                assertThatIllegalArgumentException().isThrownBy(() -> change.of(other));
            }
        }
    }

    // Of few numbers, so that lists have much in common; and those far apart, as hashes are.
    private static HashList few(Random random) {
        long[] hashes = random.longs(random.nextInt(12), -8, 8)
                .map(number -> number * 0x9e3779b97f4a7c15L)
                .toArray();
        return HashList.of(hashes, hashes.length);
    }

    private static HashList list(long... hashes) {
        return HashList.of(hashes, hashes.length);
    }
}
