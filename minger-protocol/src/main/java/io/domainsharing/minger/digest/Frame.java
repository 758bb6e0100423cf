// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/** One message of a digest connection (docs/address-digests.md). */
sealed interface Frame {
    /** What a frame can be, and the octet that it begins with. */
    enum Kind {
        CHALLENGE(1),
        CLAIM(2),
        ACCEPTED(3),
        WHOLE(4),
        HASHES(5),
        END(6),
        CHANGE(7),
        COVERAGE(8),
        ALIVE(9),
        SUSPECT(10);

        final int octet;

        Kind(int octet) {
            this.octet = octet;
        }
    }

    Kind kind();

    /** Server: prove that you know the secret. */
    record Challenge(Octets nonce) implements Frame {
        @Override
        public Kind kind() {
            return Kind.CHALLENGE;
        }
    }

    /** Client: I do, and have this already. */
    record Claim(Octets nonce, Position has, Octets proof) implements Frame {
        @Override
        public Kind kind() {
            return Kind.CLAIM;
        }
    }

    /** Server: so do I. */
    record Accepted(Octets proof) implements Frame {
        @Override
        public Kind kind() {
            return Kind.ACCEPTED;
        }
    }

    /** Server: a whole list begins, of so many hashes. */
    record Whole(Position position, int count) implements Frame {
        @Override
        public Kind kind() {
            return Kind.WHOLE;
        }
    }

    /** Server: the next ones of it. */
    record Hashes(HashList part) implements Frame {
        @Override
        public Kind kind() {
            return Kind.HASHES;
        }
    }

    /** Server: that was all of it. */
    record End(Checksum checksum) implements Frame {
        @Override
        public Kind kind() {
            return Kind.END;
        }
    }

    /** Server: the next version differs so. */
    record Change(long version, ListChange change) implements Frame {
        @Override
        public Kind kind() {
            return Kind.CHANGE;
        }
    }

    /** Server: what the list is worth, by domain; one that is not named is not listed. Takes the place of the one before. */
    record Covers(Map<String, Coverage> domains) implements Frame {
        public Covers {
            domains = Map.copyOf(domains);
        }

        @Override
        public Kind kind() {
            return Kind.COVERAGE;
        }
    }

    /** Server: this client tries addresses, and will be held for one who does for so long. */
    record Suspect(InetAddress client, Duration lasts) implements Frame {
        @Override
        public Kind kind() {
            return Kind.SUSPECT;
        }
    }

    /** Server: I am there, and the list says what was so that long ago, or later. */
    record Alive(Duration age) implements Frame {
        @Override
        public Kind kind() {
            return Kind.ALIVE;
        }
    }
}
