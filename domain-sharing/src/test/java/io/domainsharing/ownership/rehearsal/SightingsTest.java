// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightingsTest {
    private static final PeerName TOKYO = new PeerName("tokyo");

    private final Sightings testee = new Sightings(Instant.EPOCH);

    private void fill() {
        for (int i = 0; i < Sightings.MOST; i++) {
            testee.put("user" + i + "@example.com", Difference.WOULD_TAKE);
        }
    }

    @Test
    void newsShouldBeToldOnce() {
        assertThat(testee.put("bob@example.com", Difference.WOULD_TAKE)).isTrue();
        assertThat(testee.put("bob@example.com", Difference.WOULD_TAKE)).isFalse();
        assertThat(testee.put("bob@example.com", Difference.NONE)).isTrue();
        assertThat(testee.view(TOKYO, 10).recipients()).isEqualTo(1);
    }

    @Test
    void addressesBeyondTheMostShouldBeCountedAndNotKept() {
        fill();

        assertThat(testee.put("one-more@example.com", Difference.WOULD_TAKE)).isFalse();
        assertThat(testee.put("another@example.com", Difference.ON_BOTH)).isTrue();

        RehearsedPeer view = testee.view(TOKYO, 2);
        assertThat(view.of(Difference.WOULD_TAKE))
                .isEqualTo(new RehearsedPeer.Figure(
                        Sightings.MOST + 1, List.of("user0@example.com", "user1@example.com")));
        assertThat(view.isExact()).isFalse();
        assertThat(view.sentence())
                .isEqualTo("about 10,002 recipients: 10,001 that you refuse today tokyo would take;"
                        + " 0 that would be deferred; 1 address on both");
    }

    @Test
    void sentenceShouldTellOfACatchAllWhereThereIsOne() {
        testee.put("any@example.com", Difference.FROM_CATCH_ALL);
        testee.put("ann@example.com", Difference.NONE);

        assertThat(testee.view(TOKYO, 1).sentence())
                .isEqualTo("2 recipients: 0 that you refuse today tokyo would take; 0 that would be deferred;"
                        + " 0 addresses on both; 1 that your catch-all takes today");
    }

    @Test
    void whatIsBeyondShouldOutliveARestart(@TempDir Path folder) {
        fill();
        testee.put("one-more@example.com", Difference.WOULD_TAKE);
        testee.notAsked(7);
        RehearsalFile file = new RehearsalFile(folder);
        file.write(RehearsalFile.text(Map.of(TOKYO, testee)));

        assertThat(Objects.requireNonNull(file.read().get(TOKYO)).view(TOKYO, 100))
                .isEqualTo(testee.view(TOKYO, 100));
    }
}
