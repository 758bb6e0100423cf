// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.resolution.AccountGuard;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.james.core.MailAddress;

/** Has addresses come, go and move, past the guard of the site or not. One thread. */
final class Accounts {
    private static final int SLOWEST_WRITE_MILLIS = 20_000;

    private final List<Site> sites;
    private final Random random;
    private final Truth truth;
    private final Ledger ledger;
    private final Broken broken;
    private final Chronicle chronicle;
    private final BiConsumer<Integer, MailAddress> allowed;

    /** @param allowed hears which site's guard has just let which address be created; it comes to be soon */
    Accounts(
            List<Site> sites,
            Random random,
            Truth truth,
            Ledger ledger,
            Broken broken,
            Chronicle chronicle,
            BiConsumer<Integer, MailAddress> allowed) {
        this.sites = sites;
        this.random = random;
        this.truth = truth;
        this.ledger = ledger;
        this.broken = broken;
        this.chronicle = chronicle;
        this.allowed = allowed;
    }

    /** As by WebAdmin: where the guard allows it, and nobody has ended the process meanwhile. */
    void create(MailAddress address, int index) {
        Site site = sites.get(index);
        Site.Running process = site.process();
        if (process == null || !site.isAwake() || truth.existsAt(address.asString(), index)) {
            return;
        }
        broken.unlessWell(process.guard().mayCreate(address).thenAccept(decision -> {
            if (decision instanceof AccountGuard.Decision.Allowed
                    && !process.timer().isShutdown()) {
                ledger.allowed(index, address.asString());
                createSoon(site, process, address);
                allowed.accept(index, address);
            }
        }));
    }

    /** As {@link #create}, by a machine that is not slow. */
    void createAtOnce(MailAddress address, int index) {
        Site site = sites.get(index);
        Site.Running process = Objects.requireNonNull(site.process(), "it is up");
        broken.unlessWell(process.guard().mayCreate(address).thenAccept(decision -> {
            if (decision instanceof AccountGuard.Decision.Refused refused) {
                broken.promise("site" + index + " may not create " + address + ": " + refused.reason());
            } else {
                ledger.allowed(index, address.asString());
                created(site, address);
            }
        }));
    }

    // A machine may be slow between what the guard has decided and what James writes.
    private void createSoon(Site site, Site.Running process, MailAddress address) {
        int millis = random.nextInt(10) == 0 ? random.nextInt(SLOWEST_WRITE_MILLIS) : random.nextInt(20);
        Future<?> unused = process.timer().schedule(() -> created(site, address), millis, TimeUnit.MILLISECONDS);
    }

    private void created(Site site, MailAddress address) {
        chronicle.note("site" + site.index + " creates " + address);
        site.accounts.add(address.asString());
        truth.created(address.asString(), site.index);
        if (random.nextBoolean()) {
            lookAt(site, address);
        }
    }

    // As WebAdmin does, and James's own command does not.
    private static void lookAt(Site site, MailAddress address) {
        Site.Running process = site.process();
        if (process != null && process.digests() != null) {
            process.digests().lookAt(address);
        }
    }

    /** As by an import into the database: nobody is asked, and nobody forgets a "no" that it has heard. */
    void importTo(int index, MailAddress address) {
        chronicle.note("site" + index + " imports " + address);
        sites.get(index).accounts.add(address.asString());
        truth.created(address.asString(), index);
    }

    /** Wherever it is; by a site that has many accounts through WebAdmin, for nothing else is known at once there. */
    void deleteVisibly(MailAddress address) {
        delete(address, site -> site.isLarge() || random.nextBoolean());
    }

    /** Wherever it is. */
    void delete(MailAddress address) {
        delete(address, site -> random.nextBoolean());
    }

    private void delete(MailAddress address, Predicate<Site> isByWebAdmin) {
        for (Site site : sites) {
            if (site.accounts.remove(address.asString())) {
                chronicle.note("site" + site.index + " deletes " + address);
                truth.deleted(address.asString(), site.index);
                if (isByWebAdmin.test(site)) {
                    lookAt(site, address);
                }
            }
        }
    }

    /** Deletes it wherever it is, and creates it there. */
    void move(MailAddress address, int to) {
        if (truth.exists(address.asString())) {
            delete(address);
            create(address, to);
        }
    }
}
