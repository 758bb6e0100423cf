// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.minger.MingerStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking one peer about one address. Only {@link Unknown} means "no such address". */
public sealed interface PeerAnswer {
    /** What a peer can say, for a {@code switch} that does not compile until it handles each. */
    enum Kind {
        ACCEPTS,
        ACCEPTS_ALL,
        NOT_NOW,
        UNKNOWN,
        NO_ANSWER
    }

    Kind kind();

    /**
     * What a server says of an address, in whatever protocol.
     *
     * @throws IllegalArgumentException the status says nothing of the address
     */
    static PeerAnswer of(MingerStatus status) {
        return switch (status) {
            case EXISTS -> new Accepts();
            case EXISTS_BUT_CANNOT_RECEIVE -> new NotNow();
            case DOES_NOT_EXIST -> new Unknown();
            case INVALID_REQUEST, ACCESS_DENIED, BAD_CREDENTIALS -> throw new IllegalArgumentException(
                    status + " says nothing of an address");
        };
    }

    /** Whether the peer itself has said something, if only that it does not answer look-ups. */
    default boolean isAuthentic() {
        return !(this instanceof NoAnswer none)
                || none.reason() == Reason.REFUSED
                || none.reason() == Reason.UNANSWERED;
    }

    /**
     * The peer has the address and takes mail for it (Minger 5).
     *
     * @param digestAge so old is the digest that says so in its place; null: the peer itself does
     */
    record Accepts(@Nullable Duration digestAge) implements PeerAnswer {
        /** The peer's own word. */
        public Accepts() {
            this(null);
        }

        /** Whether the peer itself says so, now. */
        public boolean isOwnWord() {
            return digestAge == null;
        }

        @Override
        public Kind kind() {
            return Kind.ACCEPTS;
        }
    }

    /**
     * The peer says yes to every address of this domain, also to one that nobody can have: its yes says nothing of this one. It
     * is the owner only where everybody else has said no, is never remembered, and no claim that forbids an account here.
     */
    record AcceptsAll() implements PeerAnswer {
        @Override
        public Kind kind() {
            return Kind.ACCEPTS_ALL;
        }
    }

    /** The peer has the address but takes no mail for it now: over quota, disabled (Minger 4). Never cached. */
    record NotNow() implements PeerAnswer {
        @Override
        public Kind kind() {
            return Kind.NOT_NOW;
        }
    }

    /**
     * An authentic "no such address" (Minger 3).
     *
     * @param digestAge so old is the digest that says so in its place; null: the peer itself does
     */
    record Unknown(@Nullable Duration digestAge) implements PeerAnswer {
        /** The peer's own word. */
        public Unknown() {
            this(null);
        }

        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }

    /**
     * Nothing that tells whether the peer has the address.
     *
     * @param detail for the operator, safe to log
     */
    record NoAnswer(Reason reason, String detail) implements PeerAnswer {
        /** Reason and detail in words, safe to log. */
        public String text() {
            return reason.words() + (detail.isEmpty() ? "" : ": " + detail);
        }

        @Override
        public Kind kind() {
            return Kind.NO_ANSWER;
        }
    }

    /** Why there is no answer. */
    enum Reason {
        TIMEOUT("no answer in time"),
        UNREACHABLE("cannot be reached"),
        UNRESOLVABLE("its name does not resolve"),
        /**
         * The peer is alive but did not answer the look-up: Minger 0, 1 or 2; an SMTP reply that does not tell, or that came
         * before the look-up; TLS that failed.
         */
        REFUSED("answered, but not the question"),
        /** The peer is alive but says nothing that answers the look-up about this address, now or a moment ago. */
        UNANSWERED("says nothing of this address, though it answers others"),
        /** The circuit breaker is open: the peer was silent lately and was not asked. */
        KNOWN_DOWN("not asked: known to be down"),
        /** More look-ups at once than this peer may get. */
        OVERLOADED("not asked: too many questions at once"),
        /** This look-up method cannot ask about the address. */
        UNASKABLE("not asked: the address cannot be put into a question"),
        /** Nobody is asked on behalf of a client that tries addresses (docs/adr/0050). */
        NOT_ASKED("not asked: the client has tried many addresses that nobody has"),
        /** This server is stopping, or the peer has been removed. */
        CLOSED("not asked: it goes away");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** What is said of it to operators and senders: the words of the status page and the command line. */
        public String words() {
            return words;
        }

        /** Whether the peer was asked and kept silent: what the circuit breaker counts. */
        public boolean isSilence() {
            return this == TIMEOUT || this == UNREACHABLE || this == UNRESOLVABLE;
        }

        /** Whether the peer says nothing, of this address at least, as was noticed just now or lately. */
        public boolean isUnreachable() {
            return isSilence() || this == UNANSWERED || this == KNOWN_DOWN;
        }
    }
}
