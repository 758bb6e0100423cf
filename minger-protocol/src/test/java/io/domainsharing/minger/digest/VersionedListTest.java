// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VersionedListTest {
    private final VersionedList versions = new VersionedList(7);

    @Test
    void listThatNobodyHasReadShouldBeUnknown() {
        assertThat(versions.current()).isEmpty();
        assertThat(versions.since(new Position(7, 1))).isEmpty();
    }

    @Test
    void changesSinceAVersionShouldLeadToTheListOfNow() {
        assertThat(versions.become(upTo(10))).isTrue();
        VersionedList.Snapshot first = versions.current().orElseThrow();
        assertThat(versions.become(upTo(12))).isTrue();
        assertThat(versions.become(upTo(3))).isTrue();

        HashList list = first.list();
        for (ListChange change : versions.since(first.position()).orElseThrow()) {
            list = change.of(list);
        }

        assertThat(list).isEqualTo(upTo(3));
        assertThat(versions.current().orElseThrow().position()).isEqualTo(new Position(7, 3));
        assertThat(versions.since(new Position(7, 3))).contains(List.of());
    }

    @Test
    void listThatIsTheSameShouldBeNoNewVersion() {
        versions.become(upTo(10));

        assertThat(versions.become(upTo(10))).isFalse();
        assertThat(versions.current().orElseThrow().position().version()).isOne();
    }

    @Test
    void anotherEpochOrAVersionOfTheFutureShouldNeedTheWholeList() {
        versions.become(upTo(10));

        assertThat(versions.since(new Position(8, 1))).isEmpty();
        assertThat(versions.since(new Position(7, 2))).isEmpty();
        assertThat(versions.since(Position.NONE)).isEmpty();
    }

    @Test
    void changeThatIsTooLargeShouldNeedTheWholeList() {
        versions.become(upTo(10));
        versions.become(upTo(11 + VersionedList.LARGEST_STEP));

        assertThat(versions.since(new Position(7, 1))).isEmpty();
        assertThat(versions.since(new Position(7, 2))).contains(List.of());
    }

    @Test
    void historyShouldBeBounded() {
        versions.become(HashList.EMPTY);
        for (int i = 0; i < 30; i++) {
            versions.become(i % 2 == 0 ? upTo(VersionedList.LARGEST_STEP) : HashList.EMPTY);
        }

        assertThat(versions.since(new Position(7, 31 - 12)))
                .hasValueSatisfying(changes -> assertThat(changes).hasSize(12));
        assertThat(versions.since(new Position(7, 31 - 13))).isEmpty();
    }

    private static HashList upTo(int end) {
        return HashList.of(LongStream.range(0, end).toArray(), end);
    }
}
