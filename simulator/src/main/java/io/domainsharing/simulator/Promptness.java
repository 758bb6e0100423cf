// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;
import org.apache.james.core.MailAddress;

/**
 * What address digests promise beyond being right (docs/address-digests.md): a change at one guarded site is right at the others within two
 * seconds, and while such a site is down its addresses are taken and others refused. Begins when all has been well for a while. One thread.
 */
final class Promptness {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    /** A connection says so long before its peer's list is believed to have what was asked about meanwhile, with the age of a list. */
    private static final Duration SETTLED = Duration.ofMinutes(4);
    /** A peer that is silent is given up by all who hear its digest, and its first questions have waited in vain. */
    private static final Duration NOTICED = Duration.ofSeconds(45);

    private static final int CHANGES = 6;
    private static final int LOOKS = 12;

    private final World world;
    private final Accounts accounts;
    private final Door door;
    private int number;
    private int open;

    Promptness(World world, Accounts accounts, Door door) {
        this.world = world;
        this.accounts = accounts;
        this.door = door;
    }

    void check() {
        world.agenda().run(SETTLED);
        for (int i = 0; i < CHANGES; i++) {
            change(world.anyAddress(), world.anyGuardedSite());
        }
        world.agenda().run(SETTLED);
        oneDown(world.anyGuardedSite());
        if (open != 0) {
            world.broken().promise(open + " RCPTs were not answered");
        }
    }

    private void change(MailAddress address, int site) {
        boolean isThere = world.truth().exists(address.asString());
        if (isThere) {
            accounts.deleteVisibly(address);
        } else {
            accounts.createAtOnce(address, site);
        }
        world.agenda().run(TWO_SECONDS);
        for (int other = 0; other < world.sites().size(); other++) {
            expect(other, address, isThere ? 550 : 250, "two seconds after the change");
        }
        world.agenda().run(Duration.ofSeconds(1));
    }

    private void oneDown(int down) {
        world.chronicle().note("site" + down + " goes down");
        world.sites().get(down).crash();
        world.agenda().run(NOTICED);
        for (int look = 0; look < LOOKS; look++) {
            int at = (down + 1 + world.random().nextInt(world.sites().size() - 1))
                    % world.sites().size();
            MailAddress address = world.anyAddress();
            if (world.truth().exists(address.asString())) {
                expect(at, address, 250, "while site" + down + " is down");
            }
            number++;
            expect(
                    at,
                    Simulation.parse("typing-error-" + number + "@example.com"),
                    550,
                    "while site" + down + " is down");
            world.agenda().run(Duration.ofSeconds(5));
        }
    }

    private void expect(int site, MailAddress address, int expected, String when) {
        open++;
        door.rcpt(site, address, code -> {
            open--;
            if (code != expected) {
                world.broken()
                        .promise("site" + site + " says " + code + " about " + address + " " + when + ", and not "
                                + expected);
            }
        });
    }
}
