// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.ProofKeys;
import io.domainsharing.ownership.digest.DigestRules.Word;
import io.domainsharing.simulator.Network.Weather;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * Storm and calm by turns: in a storm anything may happen to sites, network, clocks and accounts while mail comes in; in the calm that
 * follows everything has to come right. The same seed gives the same run. One thread.
 */
public final class Simulation {
    private final long seed;
    private final Random random;
    private final Broken broken = new Broken();
    private final Agenda agenda = new Agenda(broken::check);
    private final Chronicle chronicle = new Chronicle(agenda);
    private final List<Site> sites = new ArrayList<>();
    private final World world;
    private final Disks disks = new Disks();
    private final Map<Word, Long> spoken = new EnumMap<>(Word.class);
    private final Network network;
    private final Accounts accounts;
    private final Post post;
    private final Door door;
    private final Calm calm;
    private boolean isStorm;

    private Simulation(long seed, Scenario scenario, Defect defect) {
        this.seed = seed;
        this.random = new Random(seed);
        List<MailAddress> addresses = IntStream.range(0, scenario.addresses())
                .mapToObj(number -> parse("user" + number + "@example.com"))
                .toList();
        this.network = new Network(agenda, random, scenario.sites());
        Surroundings around = new Surroundings(
                agenda, network, random, ProofKeys.of(Site.SECRET), sites::get, new Replays(random), spoken, defect);
        for (int index = 0; index < scenario.sites(); index++) {
            sites.add(new Site(index, scenario, disks.of(index), around));
        }
        Truth truth = new Truth(agenda);
        Ledger ledger = new Ledger(truth, broken);
        this.world = new World(scenario, random, agenda, network, sites, addresses, truth, broken, chronicle);
        this.accounts = new Accounts(sites, random, truth, ledger, broken, chronicle, this::parted);
        this.post = new Post(sites, agenda, network, random, ledger, broken, defect);
        this.door = new Door(sites, post, ledger, broken, chronicle);
        this.calm = new Calm(world, accounts, door, post);
    }

    static MailAddress parse(String address) {
        try {
            return new MailAddress(address);
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs until so much has happened.
     *
     * @throws Violation a promise was broken; the message has the seed, the time, and what happened before
     */
    public static Report run(long seed, Scenario scenario, long events, Defect defect) {
        Simulation simulation = new Simulation(seed, scenario, defect);
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
                post.returned(),
                spoken.getOrDefault(Word.YES, 0L),
                spoken.getOrDefault(Word.NO, 0L));
    }

    private void run(long events) {
        for (MailAddress address : world.addresses()) {
            if (random.nextInt(4) != 0) {
                accounts.importTo(world.anySite(), address);
            }
        }
        sites.forEach(Site::start);
        while (agenda.done() < events) {
            storm();
            isStorm = false;
            calm.run();
        }
    }

    private void storm() {
        int happenings = 500 + random.nextInt(2_000);
        isStorm = true;
        for (int i = 0; i < happenings; i++) {
            happen();
            agenda.run(Duration.ofMillis((long) (-Math.log(1 - random.nextDouble()) * 700)));
        }
    }

    private void happen() {
        int chance = random.nextInt(1_000);
        if (chance < 50) {
            door.rcptOfASuspect(world.anySite(), world.anyAddress());
        } else if (chance < 900) {
            door.rcpt(world.anySite(), world.anyAddress(), code -> {});
        } else if (chance < 925) {
            accounts.create(world.anyAddress(), world.anySite());
        } else if (chance < 945) {
            accounts.delete(world.anyAddress());
        } else if (chance < 955) {
            accounts.move(world.anyAddress(), world.anySite());
        } else if (chance < 957) {
            accounts.importTo(world.scenario().digests() ? Site.UNGUARDED : world.anySite(), world.anyAddress());
        } else if (chance < 967) {
            cut();
        } else if (chance < 974) {
            chronicle.note("network heals");
            network.heal();
        } else if (chance < 980) {
            chronicle.note("weather is foul");
            network.weather(Weather.FOUL);
        } else if (chance < 986) {
            crash(sites.get(world.anySite()));
        } else if (chance < 995) {
            sites.forEach(Site::start);
        } else if (chance < 996) {
            standStill(sites.get(world.anySite()));
        } else {
            jump(sites.get(world.anySite()));
        }
    }

    private void cut() {
        int one = world.anySite();
        int other = world.anySite();
        chronicle.note("no way from site" + one + " to site" + other);
        network.cut(one, other);
        if (random.nextBoolean()) {
            network.cut(other, one);
        }
    }

    // The worst moment for a site to lose sight of another: when that one has just been allowed to create an address.
    private void parted(int creator, MailAddress address) {
        int other = world.anySite();
        if (!isStorm) {
            return;
        }
        if (random.nextInt(10) == 0) {
            standStill(sites.get(creator));
        }
        if (random.nextInt(3) == 0 && other != creator) {
            chronicle.note("no way between site" + creator + " and site" + other);
            network.cut(creator, other);
            network.cut(other, creator);
            for (int i = 0; i < 4; i++) {
                Duration later = Duration.ofSeconds(40 + random.nextInt(120));
                agenda.in(later, () -> door.rcpt(other, address, code -> {}));
            }
        }
    }

    private void standStill(Site site) {
        Duration time = Duration.ofSeconds(random.nextInt(180));
        chronicle.note("site" + site.index + " stands still for " + time);
        site.standStill();
        agenda.in(time, site::goOn);
    }

    private void crash(Site site) {
        chronicle.note("site" + site.index + " crashes");
        site.crash();
        switch (random.nextInt(6)) {
            case 0, 1 -> site.loseDisk();
            case 2 -> disks.restore(site.index);
            case 3 -> disks.backUp(site.index);
            default -> chronicle.note("and keeps its disk");
        }
    }

    private void jump(Site site) {
        Duration by = Duration.ofMinutes(random.nextInt(240) - 120);
        chronicle.note("the clock of site" + site.index + " is wrong by " + by);
        site.clock.setWrong(by);
    }
}
