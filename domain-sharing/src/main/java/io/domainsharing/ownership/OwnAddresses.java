// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.minger.MingerStatus;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;

/**
 * What this server tells those who may ask of its own addresses, and of no others: nobody else is asked, and a catch-all
 * claims nothing. A secondary hears of every address that mail for its domains is accepted for here. Thread-safe; never blocks.
 */
@FunctionalInterface
public interface OwnAddresses {
    /**
     * What is told of an address, as Minger has it: EXISTS, EXISTS_BUT_CANNOT_RECEIVE or DOES_NOT_EXIST; empty where its domain is
     * not shared, so that nothing is told. Completes exceptionally while James's repositories fail, or the verdict that a secondary
     * needs cannot be told; and only when they answer, however late that is.
     *
     * @param asker where the query comes from
     */
    CompletionStage<Optional<MingerStatus>> statusOf(MailAddress address, InetAddress asker);
}
