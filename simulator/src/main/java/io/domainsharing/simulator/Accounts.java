// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.resolution.AccountGuard;
import java.util.List;
import org.apache.james.core.MailAddress;

/** Has addresses come, go and move, past the guard of the site or not. One thread. */
final class Accounts {
    private final List<Site> sites;
    private final Truth truth;
    private final Ledger ledger;
    private final Broken broken;
    private final Chronicle chronicle;

    Accounts(List<Site> sites, Truth truth, Ledger ledger, Broken broken, Chronicle chronicle) {
        this.sites = sites;
        this.truth = truth;
        this.ledger = ledger;
        this.broken = broken;
        this.chronicle = chronicle;
    }

    /** As by WebAdmin: where the guard allows it, and nobody has ended the process meanwhile. */
    void create(MailAddress address, int index) {
        Site site = sites.get(index);
        Site.Running process = site.process();
        if (process == null || truth.existsAt(address.asString(), index)) {
            return;
        }
        broken.unlessWell(process.guard().mayCreate(address).thenAccept(decision -> {
            if (decision instanceof AccountGuard.Decision.Allowed
                    && !process.timer().isShutdown()) {
                chronicle.note("site" + index + " creates " + address);
                site.accounts.add(address.asString());
                ledger.created(index, address.asString(), true);
            }
        }));
    }

    /** As by an import into the database: nobody is asked, and nobody forgets a "no" that it has heard. */
    void importTo(int index, MailAddress address) {
        chronicle.note("site" + index + " imports " + address);
        sites.get(index).accounts.add(address.asString());
        ledger.created(index, address.asString(), false);
    }

    void delete(MailAddress address) {
        for (Site site : sites) {
            if (site.accounts.remove(address.asString())) {
                chronicle.note("site" + site.index + " deletes " + address);
                truth.deleted(address.asString(), site.index);
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
