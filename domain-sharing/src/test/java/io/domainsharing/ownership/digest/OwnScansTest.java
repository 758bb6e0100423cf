// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnScansTest {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private Duration takes = Duration.ofMillis(1);
    private boolean fails;
    private int scans;
    private long used;
    private int busy = 1;
    private final OwnScans testee =
            new OwnScans(this::scan, Duration.ofMinutes(1), clock::nanos, () -> used, clock, timer, Runnable::run);

    private void scan() {
        scans++;
        clock.advance(takes);
        used += takes.toNanos() / busy;
        if (fails) {
            throw new IllegalStateException("the database is away");
        }
    }

    @Test
    void quickScanShouldRunEachSecond() {
        testee.start();

        timer.advance(Duration.ofSeconds(10));

        assertThat(scans).isBetween(10, 11);
    }

    @Test
    void oneScanThatIsSlowShouldNotMakeTheNextOnesRare() {
        takes = Duration.ofMillis(400);
        testee.start();
        timer.advance(Duration.ofMillis(500));
        takes = Duration.ofMillis(5);
        timer.advance(Duration.ofSeconds(10));
        int before = scans;

        takes = Duration.ofMillis(400);
        timer.advance(Duration.ofSeconds(1));
        takes = Duration.ofMillis(5);
        timer.advance(Duration.ofSeconds(5));

        assertThat(before).isGreaterThanOrEqualTo(9);
        assertThat(scans - before).isGreaterThanOrEqualTo(5);
    }

    @Test
    void slowScanShouldTakeAHundredthOfTheTime() {
        takes = Duration.ofMillis(200);
        testee.start();

        timer.advance(Duration.ofSeconds(61));

        assertThat(scans).isEqualTo(4);
    }

    @Test
    void scanThatWaitsForADatabaseShouldTakeATenthOfTheTime() {
        takes = Duration.ofMillis(200);
        busy = 100;
        testee.start();

        timer.advance(Duration.ofSeconds(22));

        assertThat(scans).isEqualTo(11);
    }

    @Test
    void changeShouldBeFoundSoonWhereScansAreQuickAndManyByOneScan() {
        takes = Duration.ofMillis(20);
        testee.start();
        timer.advance(Duration.ofMillis(100));

        testee.soon();
        testee.soon();
        timer.advance(OwnScans.SOON);

        assertThat(scans).isEqualTo(2);
    }

    @Test
    void changeShouldBeFoundInTurnWhereScansAreSlow() {
        takes = Duration.ofMillis(200);
        testee.start();
        timer.advance(Duration.ofSeconds(2));

        testee.soon();
        timer.advance(Duration.ofSeconds(1));

        assertThat(scans).isEqualTo(2);
    }

    @Test
    void verySlowScanShouldRunAsOftenAsTheConfigurationSays() {
        takes = Duration.ofSeconds(3);
        testee.start();

        timer.advance(Duration.ofSeconds(64));

        assertThat(scans).isEqualTo(2);
    }

    @Test
    void scanThatFailsShouldBeTriedAgain() {
        fails = true;
        testee.start();

        timer.advance(OwnScans.RETRY.plusMillis(10));
        assertThat(scans).as("a database may be busy right after a start").isEqualTo(2);
        timer.advance(Duration.ofMinutes(3));
        assertThat(scans).as("less and less often, and each minute at last").isEqualTo(6);

        fails = false;
        timer.advance(Duration.ofMinutes(1).plusSeconds(5));
        assertThat(scans).as("as ever once it succeeds").isGreaterThan(10);
    }

    @Test
    void nothingShouldBeScannedBehindTheEnd() {
        testee.start();
        timer.advance(Duration.ofSeconds(1));
        int before = scans;

        testee.close();
        timer.advance(Duration.ofMinutes(1));

        assertThat(scans).isEqualTo(before);
    }
}
