// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What was taken, on its way: into a mailbox here, to the site that owns the address, on to another when that one refuses (L4), back
 * to the sender when nobody has it. Queues outlive a crash. One thread.
 */
final class Post {
    private static final Duration WATCH = Duration.ofMinutes(2);
    private static final int MOST_HOPS = 12;
    private static final int LOST_ACKNOWLEDGEMENT_PER_MILLE = 10;

    private final List<Message> all = new ArrayList<>();
    private final List<Site> sites;
    private final Agenda agenda;
    private final Network network;
    private final Random random;
    private final Ledger ledger;
    private final Broken broken;
    private final Defect defect;
    private int number;
    private long returned;
    private long deliveredOnce;

    Post(List<Site> sites, Agenda agenda, Network network, Random random, Ledger ledger, Broken broken, Defect defect) {
        this.sites = sites;
        this.agenda = agenda;
        this.network = network;
        this.random = random;
        this.ledger = ledger;
        this.broken = broken;
        this.defect = defect;
    }

    /** A site has said 250. */
    Message take(int site, MailAddress address, Verdict verdict) {
        Message message = new Message(number, address, site);
        number++;
        all.add(message);
        route(message, verdict);
        return message;
    }

    long returned() {
        return returned;
    }

    long delivered() {
        return deliveredOnce;
    }

    /** Forgets what has ended. Before, each of it is looked at. */
    void settle() {
        for (Message message : all) {
            ledger.arrived(message);
        }
        all.removeIf(message -> message.isDone);
    }

    private void later(Message message) {
        message.tries++;
        Duration wait = Duration.ofSeconds(Math.min(300, 20L << Math.min(4, message.tries)));
        agenda.in(wait, () -> attempt(message));
    }

    private void attempt(Message message) {
        Site.Running process = sites.get(message.at).process();
        if (message.isDone) {
            return;
        }
        if (process == null || process.timer().isStill()) {
            later(message);
        } else if (message.target == null) {
            find(message, process, null);
        } else {
            handOver(message, process, message.target);
        }
    }

    private void find(Message message, Site.Running process, @Nullable Integer refuser) {
        int tries = message.tries;
        message.target = null;
        // A crash ends the look-up, and the queue has the mail still.
        Agenda.Entry watch = agenda.in(WATCH, () -> {
            if (message.tries == tries) {
                later(message);
            }
        });
        CompletionStage<Verdict> found = refuser == null
                ? process.resolver().resolve(message.address)
                : process.resolver().resolveWithout(message.address, Site.nameOf(refuser));
        broken.unlessWell(found.thenAccept(verdict -> {
            watch.cancel();
            route(message, verdict);
        }));
    }

    private void route(Message message, Verdict verdict) {
        if (verdict instanceof Verdict.Local) {
            deliver(message, message.at);
            message.isDone = true;
        } else if (verdict instanceof Verdict.OnPeer onPeer) {
            message.target = Site.indexOf(onPeer.owner());
            agenda.in(Duration.ofMillis(10), () -> attempt(message));
        } else if (verdict instanceof Verdict.Nobody) {
            ledger.mayBeReturned(message);
            message.isDone = true;
            returned++;
        } else {
            message.target = null;
            later(message);
        }
    }

    private void handOver(Message message, Site.Running process, int target) {
        Site owner = sites.get(target);
        Site.Running there = owner.process();
        if (there == null || there.timer().isStill() || !network.isOpen(message.at, target)) {
            later(message);
            return;
        }
        if (there.resolver().local(message.address) instanceof Verdict.Local) {
            boolean isHeardOf = random.nextInt(1_000) >= LOST_ACKNOWLEDGEMENT_PER_MILLE;
            deliver(message, target);
            if (isHeardOf) {
                message.isDone = true;
            } else {
                message.lostAcknowledgements++;
                later(message);
            }
            return;
        }
        message.hops++;
        if (message.hops > MOST_HOPS) {
            broken.promise("message " + message.number + " for " + message.address + " was refused by " + message.hops
                    + " sites: a loop");
            return;
        }
        refusedBy(message, process, target);
    }

    private void refusedBy(Message message, Site.Running process, int target) {
        if (defect != Defect.LOST_INVALIDATION) {
            process.resolver().disown(message.address, Site.nameOf(target));
        }
        ledger.disowned(message, process, target);
        find(message, process, target);
    }

    private void deliver(Message message, int site) {
        message.delivered++;
        deliveredOnce += message.delivered == 1 ? 1 : 0;
        ledger.delivered(message, site);
    }
}
