// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.simulator.SimulatedMinger.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.james.core.MailAddress;

/** Somebody on the way who keeps the first answer about each address, and sends it again later, now and then. One thread. */
final class Replays {
    private static final int KEPT = 50_000;
    /** Of a thousand queries so many get an old answer beside their own. */
    private static final int PER_MILLE = 20;

    private final Random random;
    private final Map<String, Answer> kept = new HashMap<>();

    Replays(Random random) {
        this.random = random;
    }

    void keep(int server, MailAddress address, Answer answer) {
        if (kept.size() < KEPT) {
            kept.putIfAbsent(server + " " + address.asString(), answer);
        }
    }

    Optional<Answer> old(int server, MailAddress address) {
        return random.nextInt(1_000) < PER_MILLE
                ? Optional.ofNullable(kept.get(server + " " + address.asString()))
                : Optional.empty();
    }
}
