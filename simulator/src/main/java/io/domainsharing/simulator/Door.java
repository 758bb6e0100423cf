// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.verdict.RcptReply;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import org.apache.james.core.MailAddress;

/** Where strangers come in: answers RCPT, and takes a message for each 250. One thread. */
final class Door {
    private static final InetAddress STRANGER = InetAddress.getLoopbackAddress();

    private final List<Site> sites;
    private final Post post;
    private final Ledger ledger;
    private final Broken broken;
    private final Chronicle chronicle;
    private long taken;
    private long refused;
    private long deferred;

    Door(List<Site> sites, Post post, Ledger ledger, Broken broken, Chronicle chronicle) {
        this.sites = sites;
        this.post = post;
        this.ledger = ledger;
        this.broken = broken;
        this.chronicle = chronicle;
    }

    long taken() {
        return taken;
    }

    long refused() {
        return refused;
    }

    long deferred() {
        return deferred;
    }

    private static CompletionStage<Verdict> asked(OwnershipResolver resolver, MailAddress address) {
        return resolver.known(address)
                .<CompletionStage<Verdict>>map(CompletableFuture::completedStage)
                .orElseGet(() -> resolver.askFor(STRANGER, address));
    }

    /** A site that is down answers nothing, nor does one that crashes meanwhile. */
    void rcpt(int index, MailAddress address, IntConsumer answered) {
        rcpt(index, address, Door::asked, answered);
    }

    /** As of a client that tries addresses: nobody is asked on its behalf. */
    void rcptOfASuspect(int index, MailAddress address) {
        rcpt(index, address, OwnershipResolver::withoutAsking, code -> {});
    }

    private void rcpt(
            int index,
            MailAddress address,
            BiFunction<OwnershipResolver, MailAddress, CompletionStage<Verdict>> way,
            IntConsumer answered) {
        Site.Running process = sites.get(index).process();
        if (process == null || !sites.get(index).isAwake()) {
            return;
        }
        CompletionStage<Verdict> verdict = way.apply(process.resolver(), address);
        broken.unlessWell(verdict.thenAccept(found -> {
            int code = RcptReply.of(found, address).code();
            chronicle.note("RCPT at site" + index + " for " + address + ": " + code + " " + found);
            answered.accept(code);
            switch (code) {
                case 250 -> {
                    taken++;
                    post.take(index, address, found);
                }
                case 550 -> {
                    refused++;
                    ledger.refused(index, address);
                }
                default -> deferred++;
            }
        }));
    }
}
