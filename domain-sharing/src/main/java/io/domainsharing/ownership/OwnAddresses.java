// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;

/**
 * What this server tells those who may ask of its own addresses, and of no others: nobody else is asked, and a catch-all
 * claims nothing. A secondary hears of every address that mail for its domains is accepted for here. Thread-safe; never blocks.
 */
@FunctionalInterface
public interface OwnAddresses {
    /** What is told of an address. */
    enum Status {
        TAKES_MAIL,
        /** It exists but takes no mail now, as over its quota. */
        TAKES_NO_MAIL_NOW,
        UNKNOWN,
        /** Its domain is not shared, so nothing is told. */
        NOT_SHARED
    }

    /**
     * Completes exceptionally while James's repositories fail, or the verdict that a secondary needs cannot be told; and only
     * when they answer, however late that is.
     *
     * @param asker where the question comes from
     */
    CompletionStage<Status> statusOf(MailAddress address, InetAddress asker);
}
