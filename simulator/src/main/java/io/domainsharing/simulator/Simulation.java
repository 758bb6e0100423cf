// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.minger.ProofKeys;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.verdict.RcptReply;
import io.domainsharing.simulator.Network.Weather;
import io.domainsharing.simulator.SimulatedMinger.Surroundings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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
    private static final int REMEMBERED = 40;
    private static final int LOOKS = 60;

    private final long seed;
    private final Random random;
    private final Broken broken = new Broken();
    private final Agenda agenda = new Agenda(broken::check);
    private final List<Site> sites = new ArrayList<>();
    private final List<String> addresses;
    private final Network network;
    private final Truth truth = new Truth(agenda);
    private final Ledger ledger = new Ledger(truth, broken);
    private final Post post;
    private final Deque<String> lately = new ArrayDeque<>();
    private long taken;
    private long refused;
    private long deferred;

    private Simulation(long seed, int count, int addresses, Defect defect) {
        this.seed = seed;
        this.random = new Random(seed);
        this.addresses = IntStream.range(0, addresses)
                .mapToObj(number -> "user" + number + "@example.com")
                .toList();
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
        this.post = new Post(sites, agenda, network, random, ledger, broken, defect);
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
                    + " after the beginning: " + e.getMessage() + "\n  " + String.join("\n  ", simulation.lately));
        }
        return simulation.report();
    }

    private Report report() {
        return new Report(
                seed,
                agenda.done(),
                Duration.ofNanos(agenda.now()),
                taken,
                refused,
                deferred,
                post.delivered(),
                post.returned());
    }

    private void run(long events) {
        sites.forEach(Site::start);
        for (String address : addresses) {
            if (random.nextInt(4) != 0) {
                createUnguarded(address, anySite());
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
            rcpt(anySite(), anyAddress());
        } else if (chance < 925) {
            create(anyAddress(), anySite());
        } else if (chance < 945) {
            delete(anyAddress());
        } else if (chance < 955) {
            move(anyAddress());
        } else if (chance < 957) {
            createUnguarded(anyAddress(), anySite());
        } else if (chance < 967) {
            cut();
        } else if (chance < 974) {
            note("network heals");
            network.heal();
        } else if (chance < 980) {
            note("weather is foul");
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
        note("calm");
        network.heal();
        for (Site site : sites) {
            site.clock.setWrong(Duration.ZERO);
            site.start();
        }
        agenda.run(RIGHT_AGAIN);
        for (int look = 0; look < LOOKS; look++) {
            String address = anyAddress();
            int site = anySite();
            rcpt(site, address, code -> rightAgain(site, address, code));
            agenda.run(Duration.ofSeconds(1));
        }
        agenda.run(DRAINED);
        post.settle();
        sites.forEach(this::hasNothingOpen);
        broken.check();
    }

    // One that is remembered as somebody's is taken, and comes back: that is checked as it does.
    private void rightAgain(int site, String address, int code) {
        if (truth.exists(address) && code != 250) {
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

    private void rcpt(int site, String text) {
        rcpt(site, text, code -> {});
    }

    private void rcpt(int index, String text, Consumer<Integer> answered) {
        Site.Running process = sites.get(index).process();
        if (process == null) {
            return;
        }
        MailAddress address = address(text);
        CompletionStage<Verdict> verdict = process.resolver()
                .known(address)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedStage)
                .orElseGet(() -> process.resolver().askFor(InetAddress.getLoopbackAddress(), address));
        verdict.thenAccept(found -> {
            int code = RcptReply.of(found, address).code();
            note("RCPT at site" + index + " for " + text + ": " + code + " " + found);
            count(code);
            answered.accept(code);
            if (code == 250) {
                post.take(index, address, found);
            } else if (code == 550) {
                ledger.refused(index, address);
            }
        });
    }

    private void count(int code) {
        switch (code) {
            case 250 -> taken++;
            case 550 -> refused++;
            default -> deferred++;
        }
    }

    private void create(String address, int index) {
        Site.Running process = sites.get(index).process();
        if (process == null || truth.existsAt(address, index)) {
            return;
        }
        process.guard().mayCreate(address(address)).thenAccept(decision -> {
            if (decision instanceof AccountGuard.Decision.Allowed
                    && !process.timer().isShutdown()) {
                note("site" + index + " creates " + address);
                sites.get(index).accounts.add(address);
                ledger.created(index, address, true);
            }
        });
    }

    /** As by an import into the database: nobody is asked, and nobody forgets a "no" that it has heard. */
    private void createUnguarded(String address, int site) {
        note("site" + site + " imports " + address);
        sites.get(site).accounts.add(address);
        ledger.created(site, address, false);
    }

    private void delete(String address) {
        for (Site site : sites) {
            if (site.accounts.remove(address)) {
                note("site" + site.index + " deletes " + address);
                truth.deleted(address, site.index);
            }
        }
    }

    private void move(String address) {
        if (truth.exists(address)) {
            delete(address);
            create(address, anySite());
        }
    }

    private void cut() {
        int one = anySite();
        int other = anySite();
        note("no way from site" + one + " to site" + other);
        network.cut(one, other);
        if (random.nextBoolean()) {
            network.cut(other, one);
        }
    }

    private void crash(Site site) {
        note("site" + site.index + " crashes");
        site.crash();
        if (random.nextInt(3) == 0) {
            site.loseDisk();
        }
    }

    private void jump(Site site) {
        Duration by = Duration.ofMinutes(random.nextInt(240) - 120);
        note("the clock of site" + site.index + " is wrong by " + by);
        site.clock.setWrong(by);
    }

    private int anySite() {
        return random.nextInt(sites.size());
    }

    private String anyAddress() {
        return addresses.get(random.nextInt(addresses.size()));
    }

    private void note(String what) {
        lately.add(Duration.ofNanos(agenda.now()) + " " + what);
        if (lately.size() > REMEMBERED) {
            lately.remove();
        }
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }
}
