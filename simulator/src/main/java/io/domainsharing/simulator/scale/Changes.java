// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.simulator.Agenda;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that come and go at the peers, evenly over a day. Before one comes the site under test is asked, as by a guard, and while a
 * peer is down none comes. One thread.
 */
final class Changes {
    /** From the question to the account. */
    private static final Duration CREATION = Duration.ofMillis(200);

    private final Scenario.Size size;
    private final Population population;
    private final @Nullable Feeds feeds;
    private final Agenda agenda;
    private final BooleanSupplier areAllUp;

    Changes(Scenario.Size size, Population population, @Nullable Feeds feeds, Agenda agenda, BooleanSupplier areAllUp) {
        this.size = size;
        this.population = population;
        this.feeds = feeds;
        this.agenda = agenda;
        this.areAllUp = areAllUp;
    }

    void start() {
        if (size.changes() == 0) {
            return;
        }
        Duration between = Scenario.DAY.dividedBy(size.changes());
        for (int site = 1; site <= size.changing(); site++) {
            int changed = site;
            agenda.in(between.multipliedBy(site).dividedBy(size.changing()), () -> change(changed, between, true));
        }
    }

    private void change(int site, Duration between, boolean isNew) {
        agenda.in(between, () -> change(site, between, !isNew));
        if (isNew && areAllUp.getAsBoolean()) {
            if (feeds != null) {
                feeds.askedAbout(Traffic.parse(Population.addressOf(population.next(site))));
            }
            agenda.in(CREATION, () -> create(site));
        } else if (!isNew) {
            int number = population.remove(site);
            if (feeds != null) {
                feeds.change(site, number, false);
            }
        }
    }

    private void create(int site) {
        int number = population.next(site);
        population.create(site);
        if (feeds != null) {
            feeds.change(site, number, true);
        }
    }
}
