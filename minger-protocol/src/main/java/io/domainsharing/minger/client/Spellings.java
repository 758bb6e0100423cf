// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are asked in letters of random case, so that a forged reply must guess these as well as the port (docs/adr/0002):
 * those that said yes to such a spelling and echoed it exactly. To any other server a spelling that it does not know might be an
 * address that it does not have. Known for each address of a server. Thread-safe; never blocks.
 */
final class Spellings {
    /** So long a yes proves it; each further yes to such a spelling does so anew. */
    static final Duration PROVEN_FOR = Duration.ofHours(24);
    /** When a server that is not proven to take any case is tried again. */
    static final Duration TRY_AGAIN_AFTER = Duration.ofHours(1);
    /** When a server that said nothing to such a spelling is tried again: it may have been silent to everybody. */
    static final Duration TRY_SILENT_AGAIN_AFTER = Duration.ofMinutes(1);
    /** One query without a reply to the spelling may be forged datagrams beside a silent server; so many in a row are not. */
    static final int UNMATCHED = 3;

    private static final int MAXIMUM_SERVERS = 1000;

    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<InetSocketAddress, Proof> proofs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Proof> eldest) {
            return size() > MAXIMUM_SERVERS;
        }
    };

    private record Proof(boolean takesAnyCase, long at, int unmatched) {}

    /** @param nanos a clock such as {@link System#nanoTime} */
    Spellings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** In letters of random case. */
    Mailbox respelt(Mailbox mailbox) {
        return mailbox.respelt(random::nextBoolean);
    }

    /** Whether a yes to another spelling of this mailbox proves anything: with a letter in its local part, and one in its domain. */
    static boolean isProof(Mailbox mailbox) {
        return isRespeltThroughout(mailbox.respelt(() -> true), mailbox.respelt(() -> false));
    }

    /** In letters of random case, of which one at least has changed in the local part, and one in the domain. */
    Mailbox respeltThroughout(Mailbox mailbox) {
        Mailbox respelt = respelt(mailbox);
        while (!isRespeltThroughout(respelt, mailbox)) {
            respelt = respelt(mailbox);
        }
        return respelt;
    }

    private static boolean isRespeltThroughout(Mailbox respelt, Mailbox mailbox) {
        return !respelt.localPart().equals(mailbox.localPart())
                && !respelt.domain().equals(mailbox.domain());
    }

    /** Whether that server is asked so. */
    synchronized boolean takesAnyCase(InetSocketAddress server) {
        Proof proof = proofs.get(server);
        return proof != null && proof.takesAnyCase() && age(proof) < PROVEN_FOR.toNanos();
    }

    /** Whether it is to be found out, which is then the caller's task. */
    synchronized boolean claimProof(InetSocketAddress server) {
        @Nullable Proof proof = proofs.get(server);
        Duration rest = proof != null && proof.takesAnyCase() ? PROVEN_FOR : TRY_AGAIN_AFTER;
        if (proof != null && age(proof) < rest.toNanos()) {
            return false;
        }
        prove(server, false);
        return true;
    }

    synchronized void prove(InetSocketAddress server, boolean takesAnyCase) {
        proofs.put(server, new Proof(takesAnyCase, nanos.getAsLong(), 0));
    }

    synchronized void foundSilent(InetSocketAddress server) {
        long at = nanos.getAsLong()
                - TRY_AGAIN_AFTER.minus(TRY_SILENT_AGAIN_AFTER).toNanos();
        proofs.put(server, new Proof(false, at, 0));
    }

    /** A reply to such a spelling, echoed exactly. A no proves nothing: perhaps it means the spelling. */
    synchronized void answered(InetSocketAddress server, MingerStatus status) {
        Proof proof = proofs.get(server);
        if (isOfAMailbox(status)) {
            prove(server, true);
        } else if (proof != null) {
            proofs.put(server, new Proof(proof.takesAnyCase(), proof.at(), 0));
        }
    }

    /** No reply to such a spelling, but something else. */
    synchronized void unmatched(InetSocketAddress server) {
        Proof proof = proofs.get(server);
        if (proof != null) {
            int unmatched = proof.unmatched() + 1;
            proofs.put(server, new Proof(proof.takesAnyCase() && unmatched < UNMATCHED, proof.at(), unmatched));
        }
    }

    static boolean isOfAMailbox(MingerStatus status) {
        return status == MingerStatus.EXISTS || status == MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
    }

    private long age(Proof proof) {
        return nanos.getAsLong() - proof.at();
    }
}
