// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.time.Duration;
import java.util.List;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/** Who owns an address of a shared domain. */
public sealed interface Verdict {
    /** What a verdict can be, for a {@code switch} that does not compile until it handles each. */
    enum Kind {
        LOCAL,
        ON_PEER,
        ON_GATEWAY,
        NOBODY,
        UNDETERMINED
    }

    Kind kind();

    /** This server does. */
    record Local(LocalMatch match) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.LOCAL;
        }
    }

    /**
     * That peer does: it said so now, or within the last five days, or an operator has.
     *
     * @param digestAge so old is the digest that says so; null: something else does
     */
    record OnPeer(PeerName owner, Source source, @Nullable Duration digestAge) implements Verdict {
        /** By anything but a digest. */
        public OnPeer(PeerName owner, Source source) {
            this(owner, source, null);
        }

        @Override
        public Kind kind() {
            return Kind.ON_PEER;
        }
    }

    /** The host does that this server relays the whole domain to. */
    record OnGateway(Domain domain, Proof proof) implements Verdict {
        @Override
        public Kind kind() {
            return Kind.ON_GATEWAY;
        }
    }

    /**
     * Every server that could have it said no, this one included.
     *
     * @param digestAge so old is the oldest of the digests that said so for their peers; null: none did
     */
    record Nobody(@Nullable Duration digestAge) implements Verdict {
        /** Without any digest. */
        public Nobody() {
            this(null);
        }

        @Override
        public Kind kind() {
            return Kind.NOBODY;
        }
    }

    /**
     * Nobody said yes, and somebody did not say no. Never the same as {@link Nobody}.
     *
     * @param isUnasked whether nobody was asked, since the client tries addresses
     */
    record Undetermined(List<MissingAnswer> missingAnswers, boolean isUnasked) implements Verdict {
        /** Of whom was asked, or should have been. */
        public Undetermined(List<MissingAnswer> missingAnswers) {
            this(missingAnswers, false);
        }

        @Override
        public Kind kind() {
            return Kind.UNDETERMINED;
        }

        public Undetermined {
            missingAnswers = List.copyOf(missingAnswers);
        }

        /** Whether a server has the mailbox but cannot take mail for it now (RFC 3463 4.2.1, else 4.4.3). */
        public boolean mailboxUnavailable() {
            return missingAnswers.stream().anyMatch(MissingAnswer::mailboxUnavailable);
        }

        /** Who has the mailbox and takes no mail for it now, in order of preference; empty: nobody says so. */
        public List<String> unavailableAt() {
            return missingAnswers.stream()
                    .filter(MissingAnswer::mailboxUnavailable)
                    .map(MissingAnswer::who)
                    .toList();
        }
    }

    /** What {@link OnGateway} rests on. */
    enum Proof {
        /** The address is in the gateway's file. */
        LISTED,
        /** The host said yes within the last five days. */
        CACHE,
        ASKED,
        /** This gateway takes every address. */
        UNCHECKED,
        /** The host could not be asked, and this gateway takes that for a yes. */
        UNREACHABLE
    }

    /** Where {@link OnPeer} comes from. */
    enum Source {
        CACHE,
        ASKED,
        /** It is silent, and its digest says so. */
        DIGEST,
        /** An operator has said so. */
        PINNED
    }

    /**
     * Why one server's word is missing.
     *
     * @param who the peer's name, or "local directory"
     * @param reason for logs, safe to print
     * @param mailboxUnavailable the server has the mailbox but it takes no mail now
     * @param silent the server could not be reached, now or lately
     */
    record MissingAnswer(String who, String reason, boolean mailboxUnavailable, boolean silent) {
        /** Of a server that has said something, or was not asked. */
        public MissingAnswer(String who, String reason, boolean mailboxUnavailable) {
            this(who, reason, mailboxUnavailable, false);
        }
    }
}
