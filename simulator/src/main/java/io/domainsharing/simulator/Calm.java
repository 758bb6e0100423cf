// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import org.apache.james.core.MailAddress;

/** All sites are up, and the network is well: everything has to come right, and all mail has to arrive. One thread. */
final class Calm {
    /** Until a peer's return is noticed, and nobody believes an old "nobody has it" any more. */
    private static final Duration RIGHT_AGAIN = Duration.ofSeconds(90);

    private static final Duration DRAINED = Duration.ofMinutes(20);
    private static final int LOOKS = 60;

    private final World world;
    private final Door door;
    private final Post post;
    private final Promptness promptness;
    private int answered;

    Calm(World world, Accounts accounts, Door door, Post post) {
        this.world = world;
        this.door = door;
        this.post = post;
        this.promptness = new Promptness(world, accounts, door);
    }

    /** @throws Violation something has not come right */
    void run() {
        world.chronicle().note("calm");
        begin();
        world.agenda().run(RIGHT_AGAIN);
        answered = 0;
        for (int look = 0; look < LOOKS; look++) {
            MailAddress address = world.anyAddress();
            int site = world.anySite();
            door.rcpt(site, address, code -> rightAgain(site, address, code));
            world.agenda().run(Duration.ofSeconds(1));
        }
        if (answered != LOOKS) {
            world.broken()
                    .promise(
                            "of " + LOOKS + " RCPTs " + answered + " were answered within a second, though all are up");
        }
        if (world.scenario().digests()) {
            promptness.check();
            begin();
        }
        world.agenda().run(DRAINED);
        post.settle();
        world.sites().forEach(this::hasNothingOpen);
        world.broken().check();
    }

    private void begin() {
        world.network().heal();
        for (Site site : world.sites()) {
            site.clock.setWrong(Duration.ZERO);
            site.start();
            site.goOn();
        }
    }

    // One that is remembered as somebody's is taken, and comes back: that is checked as it does.
    private void rightAgain(int site, MailAddress address, int code) {
        answered++;
        if (world.truth().exists(address.asString()) && code != 250) {
            world.broken()
                    .promise("site" + site + " says " + code + " about " + address + ", " + RIGHT_AGAIN.toSeconds()
                            + " s after all was well, and it exists");
        }
        if (code == 451) {
            world.broken().promise("site" + site + " says 451 about " + address + " though all are up");
        }
    }

    private void hasNothingOpen(Site site) {
        Site.Running process = site.process();
        if (process != null && process.resolver().lookupsInFlight() != 0) {
            world.broken()
                    .promise("site" + site.index + " still has "
                            + process.resolver().lookupsInFlight() + " look-ups in flight");
        }
    }
}
