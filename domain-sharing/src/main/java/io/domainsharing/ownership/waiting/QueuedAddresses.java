// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.waiting;

import java.util.Optional;

/**
 * Which addresses James's mail queues keep as they are. Its JMS queues, ActiveMQ's, write all recipients of a mail as one text with
 * semicolons between them ({@code JMSSupport.JAMES_MAIL_SEPARATOR}, 3.8.1 to 3.9.0): a recipient with a semicolon of its own, which RFC
 * 5321 allows in quotes, comes out in pieces that are no addresses, and is gone without a word, behind a 250. The return of a mail has
 * its sender for a recipient.
 */
public enum QueuedAddresses {
    /** Every address. */
    ANY {
        @Override
        public Optional<String> objectionTo(String address) {
            return Optional.empty();
        }
    },

    /** Those without a semicolon. */
    WITHOUT_SEMICOLON {
        @Override
        public Optional<String> objectionTo(String address) {
            return address.indexOf(';') < 0 ? Optional.empty() : Optional.of(SEMICOLON);
        }
    };

    private static final String SEMICOLON = "the mail queues of this server cannot keep a semicolon";

    /** Why a queue does not keep it; empty where it does. */
    public abstract Optional<String> objectionTo(String address);
}
