// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A run of another seed each time. {@code -Dsimulator.seed} runs one again, as its failure says;
 * {@code -Dsimulator.events=100000000} is for a night.
 */
@Tag("D2")
class SimulationTest {
    private static final long EVENTS = Long.getLong("simulator.events", 1_000_000);
    private static final long SEED = Long.getLong("simulator.seed", new Random().nextLong());
    private static final int ADDRESSES = 200;

    @ParameterizedTest
    @CsvSource({"3, false", "4, true", "5, false", "6, true"})
    void everyPromiseShouldBeKept(int sites, boolean digests, TestReporter reporter) {
        Report report = Simulation.run(SEED + sites, new Scenario(sites, ADDRESSES, digests), EVENTS / 2, Defect.NONE);

        reporter.publishEntry(report.toString());
        assertThat(report.events()).isGreaterThanOrEqualTo(EVENTS / 2);
        assertThat(report.delivered()).isGreaterThan(report.events() / 400);
        assertThat(report.refused()).isGreaterThan(report.events() / 400);
        // One whose acknowledgement was lost may come back as well, when the account is gone by then.
        assertThat(report.delivered() + report.returned()).isBetween(report.taken(), report.taken() * 101 / 100);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void defectShouldBeFound(Defect defect) {
        assertThatThrownBy(() -> Simulation.run(
                        SEED, new Scenario(4, ADDRESSES, defect == Defect.STALE_DIGEST), 3_000_000, defect))
                .isInstanceOf(Violation.class)
                .hasMessageStartingWith("seed " + SEED + ", PT");
    }

    @Test
    void sameSeedShouldGiveTheSameRun() {
        assertThat(Simulation.run(7, new Scenario(4, ADDRESSES, true), 50_000, Defect.NONE))
                .isEqualTo(Simulation.run(7, new Scenario(4, ADDRESSES, true), 50_000, Defect.NONE));
    }
}
