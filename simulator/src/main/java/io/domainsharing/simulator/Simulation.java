// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.ProofKeys;
import io.domainsharing.simulator.Network.Weather;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * Storm and calm by turns: in a storm anything may happen to sites, network, clocks and accounts while mail comes in; in the calm that
 * follows everything has to come right. The same seed gives the same run. One thread.
 */
public final class Simulation {
    /** In the calm: until a peer's return is noticed, and nobody believes an old "nobody has it" any more. */
    private static final Duration RIGHT_AGAIN = Duration.ofSeconds(90);

    private static final Duration DRAINED = Duration.ofMinutes(20);
    private static final int LOOKS = 60;

    private final long seed;
    private final Random random;
    private final Broken broken = new Broken();
    private final Agenda agenda = new Agenda(broken::check);
    private final Chronicle chronicle = new Chronicle(agenda);
    private final List<Site> sites = new ArrayList<>();
    private final List<MailAddress> addresses;
    private final Network network;
    private final Truth truth = new Truth(agenda);
    private final Accounts accounts;
    private final Post post;
    private final Door door;
    private int answered;

    private Simulation(long seed, int count, int addresses, Defect defect) {
        this.seed = seed;
        this.random = new Random(seed);
        this.addresses =
                IntStream.range(0, addresses).mapToObj(Simulation::address).toList();
        this.network = new Network(agenda, random, count);
        Surroundings around = new Surroundings(
                network,
                random,
                ProofKeys.of(Site.SECRET),
                index -> address -> sites.get(index).status(address),
                new Replays(random),
                defect);
        for (int index = 0; index < count; index++) {
            sites.add(new Site(index, count, agenda, around));
        }
        Ledger ledger = new Ledger(truth, broken);
        this.accounts = new Accounts(sites, truth, ledger, broken, chronicle);
        this.post = new Post(sites, agenda, network, random, ledger, broken, defect);
        this.door = new Door(sites, post, ledger, broken, chronicle);
    }

    private static MailAddress address(int number) {
        try {
            return new MailAddress("user" + number + "@example.com");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs until so much has happened.
     *
     * @throws Violation a promise was broken; the message has the seed, the time, and what happened before
     */
    public static Report run(long seed, int sites, int addresses, long events, Defect defect) {
        Simulation simulation = new Simulation(seed, sites, addresses, defect);
        try {
            simulation.run(events);
        } catch (Violation e) {
            throw new Violation("seed " + seed + ", " + Duration.ofNanos(simulation.agenda.now())
                    + " after the beginning: " + e.getMessage() + "\n  " + simulation.chronicle.lately());
        }
        return simulation.report();
    }

    private Report report() {
        return new Report(
                seed,
                agenda.done(),
                Duration.ofNanos(agenda.now()),
                door.taken(),
                door.refused(),
                door.deferred(),
                post.delivered(),
                post.returned());
    }

    private void run(long events) {
        sites.forEach(Site::start);
        for (MailAddress address : addresses) {
            if (random.nextInt(4) != 0) {
                accounts.importTo(anySite(), address);
            }
        }
        while (agenda.done() < events) {
            storm();
            calm();
        }
    }

    private void storm() {
        int happenings = 200 + random.nextInt(800);
        for (int i = 0; i < happenings; i++) {
            happen();
            agenda.run(Duration.ofMillis((long) (-Math.log(1 - random.nextDouble()) * 700)));
        }
    }

    private void happen() {
        int chance = random.nextInt(1_000);
        if (chance < 900) {
            door.rcpt(anySite(), anyAddress(), code -> {});
        } else if (chance < 925) {
            accounts.create(anyAddress(), anySite());
        } else if (chance < 945) {
            accounts.delete(anyAddress());
        } else if (chance < 955) {
            accounts.move(anyAddress(), anySite());
        } else if (chance < 957) {
            accounts.importTo(anySite(), anyAddress());
        } else if (chance < 967) {
            cut();
        } else if (chance < 974) {
            chronicle.note("network heals");
            network.heal();
        } else if (chance < 980) {
            chronicle.note("weather is foul");
            network.weather(Weather.FOUL);
        } else if (chance < 986) {
            crash(sites.get(anySite()));
        } else if (chance < 996) {
            sites.forEach(Site::start);
        } else {
            jump(sites.get(anySite()));
        }
    }

    private void calm() {
        chronicle.note("calm");
        network.heal();
        for (Site site : sites) {
            site.clock.setWrong(Duration.ZERO);
            site.start();
        }
        agenda.run(RIGHT_AGAIN);
        answered = 0;
        for (int look = 0; look < LOOKS; look++) {
            MailAddress address = anyAddress();
            int site = anySite();
            door.rcpt(site, address, code -> rightAgain(site, address, code));
            agenda.run(Duration.ofSeconds(1));
        }
        if (answered != LOOKS) {
            broken.promise("of " + LOOKS + " RCPTs " + answered + " were answered within a second, though all are up");
        }
        agenda.run(DRAINED);
        post.settle();
        sites.forEach(this::hasNothingOpen);
        broken.check();
    }

    // One that is remembered as somebody's is taken, and comes back: that is checked as it does.
    private void rightAgain(int site, MailAddress address, int code) {
        answered++;
        if (truth.exists(address.asString()) && code != 250) {
            broken.promise("site" + site + " says " + code + " about " + address + ", " + RIGHT_AGAIN.toSeconds()
                    + " s after all was well, and it exists");
        }
        if (code == 451) {
            broken.promise("site" + site + " says 451 about " + address + " though all are up");
        }
    }

    private void hasNothingOpen(Site site) {
        Site.Running process = site.process();
        if (process != null && process.resolver().lookupsInFlight() != 0) {
            broken.promise(
                    "site" + site.index + " still has " + process.resolver().lookupsInFlight() + " look-ups in flight");
        }
    }

    private void cut() {
        int one = anySite();
        int other = anySite();
        chronicle.note("no way from site" + one + " to site" + other);
        network.cut(one, other);
        if (random.nextBoolean()) {
            network.cut(other, one);
        }
    }

    private void crash(Site site) {
        chronicle.note("site" + site.index + " crashes");
        site.crash();
        if (random.nextInt(3) == 0) {
            site.loseDisk();
        }
    }

    private void jump(Site site) {
        Duration by = Duration.ofMinutes(random.nextInt(240) - 120);
        chronicle.note("the clock of site" + site.index + " is wrong by " + by);
        site.clock.setWrong(by);
    }

    private int anySite() {
        return random.nextInt(sites.size());
    }

    private MailAddress anyAddress() {
        return addresses.get(random.nextInt(addresses.size()));
    }
}
