// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.util.List;
import java.util.Random;
import org.apache.james.core.MailAddress;

/** What all that happens happens in. One thread. */
record World(
        Scenario scenario,
        Random random,
        Agenda agenda,
        Network network,
        List<Site> sites,
        List<MailAddress> addresses,
        Truth truth,
        Broken broken,
        Chronicle chronicle) {
    int anySite() {
        return random.nextInt(sites.size());
    }

    /** One whose accounts come to be by its guard alone. */
    int anyGuardedSite() {
        return 1 + random.nextInt(sites.size() - 1);
    }

    MailAddress anyAddress() {
        return addresses.get(random.nextInt(addresses.size()));
    }
}
