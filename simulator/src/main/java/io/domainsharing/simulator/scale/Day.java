// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import io.domainsharing.minger.digest.HashList;
import io.domainsharing.simulator.Agenda;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** One day of one scenario. Everything in it but times of a processor and heaps is the same in each run. One thread. */
final class Day {
    private static final long SEED = 20261201;
    /** Digests are fetched, and have lasted long enough to say no. */
    private static final Duration BEFORE = Duration.ofMinutes(30);

    private static final Duration AFTER = Duration.ofMinutes(1);
    /** Guesses at the same moment. */
    static final int BURST = 20;

    private final Scenario scenario;
    private final Agenda agenda = new Agenda(() -> {});
    private final Population population;
    private final Tally tally;
    private final SiteUnderTest site;
    private boolean isOutage;

    private Day(Scenario scenario, List<HashList> lists, LongSupplier nanos, Path folder) {
        this.scenario = scenario;
        Random random = new Random(SEED);
        this.population =
                new Population(scenario.size().sites(), scenario.size().addresses());
        this.tally = new Tally(nanos);
        Wire wire = new Wire(agenda, random, population, this::isUp, tally);
        this.site = new SiteUnderTest(scenario, population, lists, this::isUp, wire, tally, agenda, folder, nanos);
    }

    /**
     * Runs it.
     *
     * @param lists of the peers' addresses, empty where there are no digests
     * @param nanos a clock such as {@link System#nanoTime}
     * @param folder for the digests of peers that go down
     */
    static Figures run(Scenario scenario, List<HashList> lists, LongSupplier nanos, Path folder) {
        return new Day(scenario, lists, nanos, folder).run(nanos);
    }

    private Figures run(LongSupplier nanos) {
        long before = Heap.used();
        long start = nanos.getAsLong();
        site.start();
        agenda.run(BEFORE);
        Duration opened = Duration.ofNanos(nanos.getAsLong() - start);
        long held = Heap.used() - before;

        Traffic traffic = new Traffic(scenario, population, site, agenda, new Random(SEED + 1));
        traffic.start();
        new Changes(scenario.size(), population, site.feeds(), agenda, () -> !isOutage).start();
        agenda.in(scenario.outage().after(), () -> isOutage = true);
        agenda.in(scenario.outage().after().plus(scenario.outage().time()), () -> isOutage = false);
        agenda.run(Scenario.DAY);
        Feeds feeds = site.feeds();
        Figures.Digests digests = feeds == null
                ? Figures.Digests.NONE
                : new Figures.Digests(feeds.octets(), held, opened, feeds.serving(), feeds.reading());
        long probes = tally.probes();
        long probeOctets = tally.probeOctets();
        agenda.run(AFTER);
        List<Recipient> recipients = List.copyOf(tally.recipients());

        List<Recipient> burst = traffic.burst(BURST);
        agenda.run(AFTER);
        return new Figures(scenario, recipients, burst, new Figures.Probes(probes, probeOctets), digests);
    }

    private boolean isUp(int number) {
        return !isOutage || number < scenario.size().sites() - scenario.outage().sites();
    }
}
