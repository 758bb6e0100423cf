// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.HashList;
import io.domainsharing.simulator.scale.Recipient.Kind;
import io.domainsharing.simulator.scale.Scenario.Digests;
import io.domainsharing.simulator.scale.Scenario.Outage;
import io.domainsharing.simulator.scale.Scenario.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DayTest {
    private static final int SITES = 20;
    private static final int PEERS = SITES - 1;
    private static final Size SIZE = new Size(SITES, 1000, 5, 100);
    private static final List<HashList> LISTS = Scale.lists(SIZE);
    private static final Outage ONE_DOWN = new Outage(1, Duration.ofMinutes(1), Scenario.DAY);
    private static final int RECIPIENTS = 2000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Figures run(Digests digests, Outage outage) {
        return Day.run(
                new Scenario(SIZE, digests, outage, RECIPIENTS),
                digests == Digests.NONE ? List.of() : LISTS,
                System::nanoTime,
                folder);
    }

    @ParameterizedTest
    @EnumSource(Digests.class)
    void nobodyShouldBeRefusedWrongly(Digests digests) {
        assertThat(run(digests, Outage.NONE).wronglyRefused()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Digests.class)
    void nobodyShouldBeRefusedWronglyWhenAPeerIsDown(Digests digests) {
        Figures figures = run(digests, ONE_DOWN);

        assertThat(figures.wronglyRefused()).isZero();
        assertThat(figures.withoutVerdict()).isZero();
        assertThat(figures.recipients()).hasSize(RECIPIENTS);
    }

    @Test
    void everyPeerShouldBeAskedAboutAnUnknownAddressWithoutDigests() {
        Figures figures = run(Digests.NONE, Outage.NONE);

        assertThat(figures.meanQuestions(Kind.UNKNOWN)).isEqualTo(PEERS);
        assertThat(figures.deferred()).isZero();
    }

    @Test
    void noPeerShouldBeAskedAboutAnUnknownAddressWithDigests() {
        Figures figures = run(Digests.SERVED, Outage.NONE);

        assertThat(figures.meanQuestions(Kind.UNKNOWN)).isZero();
        assertThat(figures.medianQuestions(Kind.FIRST)).isOne();
        assertThat(figures.deferred()).isZero();
    }

    @Test
    void typingErrorsShouldBeDeferredWithoutDigestsWhenAPeerIsDown() {
        assertThat(run(Digests.NONE, ONE_DOWN).deferred(Kind.UNKNOWN)).isGreaterThan(0.99);
    }

    @Test
    void nothingShouldBeDeferredWithDigestsWhenAPeerIsDown() {
        Figures figures = run(Digests.SERVED, ONE_DOWN);

        assertThat(figures.deferred(Kind.UNKNOWN)).isZero();
        assertThat(figures.deferred(Kind.FIRST)).isZero();
    }

    @Test
    void digestsShouldCostTheirWholeListsOnceAndTheirChangesEachDay() {
        Feeds.Octets octets = run(Digests.SERVED, Outage.NONE).digests().octets();

        assertThat(octets.first()).isBetween(PEERS * 8000L, PEERS * 8200L);
        assertThat(octets.changes()).isBetween(PEERS * 30L, PEERS * 100L);
        assertThat(octets.life()).isBetween(PEERS * 8640 * 25L, PEERS * 8640 * 30L);
    }

    @Test
    void tablesAndPictureShouldHaveEachScenario() {
        List<Figures> all = List.of(run(Digests.NONE, ONE_DOWN), run(Digests.SERVED, ONE_DOWN));

        assertThat(Table.ofSites(all).lines())
                .hasSize(4)
                .last()
                .asString()
                .startsWith("| 20 × 1,000 | yes | 1 all day |");
        assertThat(Table.ofDigests(all).lines()).hasSize(3);
        assertThat(Table.all(all)).contains(Table.ofSites(all), Table.ofKinds(all), Table.ofTraffic(all));
        assertThat(Picture.of(all))
                .contains("20 × 1,000, no digests<")
                .contains("20 × 1,000, digests<")
                .endsWith("</svg>\n");
    }

    @Test
    void sameDayShouldGiveTheSameQuestions() {
        assertThat(run(Digests.SERVED, ONE_DOWN).meanQuestions())
                .isEqualTo(run(Digests.SERVED, ONE_DOWN).meanQuestions());
    }
}
